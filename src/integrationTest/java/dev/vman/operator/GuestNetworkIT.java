package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import dev.vman.host.ExitStatus;
import dev.vman.host.NamespaceName;
import dev.vman.host.Signal;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.VmFolder;
import dev.vman.network.GuestMetadata;
import dev.vman.network.TestNamespace;
import dev.vman.operator.HostForward.Protocol;
import dev.vman.operator.LiveMachine.StopOutcome;
import dev.vman.operator.LiveMachine.StopRequest;
import dev.vman.operator.MachineSpec.BootFiles;
import dev.vman.operator.MachineSpec.NicSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real guests with a network: on a tap in a namespace of the test's own, and in user mode. */
@Tag("integration")
@Timeout(300)
class GuestNetworkIT {
    private static final Duration BOOT = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int TEST_UID = 64_322;
    private static final String TAP = "vt0123456789";
    private static final String ADDRESS = "10.77.0.5";
    private static final String PAGE = "GET / HTTP/1.0\r\n\r\n";
    private static final StopRequest GENTLE = new StopRequest(false, Duration.ofSeconds(30));
    private static final StopRequest FORCED = new StopRequest(true, Duration.ZERO);

    @TempDir Path storage;
    private RealOperator real;

    @BeforeEach
    void open() throws IOException {
        RealOperator.assumeQemu();
        Assumptions.assumeTrue(
                Files.isReadable(guest("initrd.img")), "Skipped: there is no demo guest");
        real = new RealOperator(storage);
        Files.setPosixFilePermissions(storage, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @AfterEach
    void close() {
        if (real != null) {
            real.close();
        }
    }

    private static Path guest(String file) {
        return Path.of(System.getenv().getOrDefault("VMAN_TEST_GUEST", "target/demo-guest"), file);
    }

    @Test
    void leadsAGuestOfItsOwnUserToATapInANamespace() throws Exception {
        TestNamespace.assumePossible();
        MacAddress mac = MacAddress.of(UUID.randomUUID());
        try (TestNamespace net = new TestNamespace()) {
            net.tap(TAP, TEST_UID);
            net.serveDhcp(storage, mac.value(), ADDRESS);
            MachineSpec spec =
                    bootable(OptionalInt.of(TEST_UID), new NicSpec.Tap(mac, TAP), net.name());
            net.serveMetadata(
                    TestNamespace.only(
                            new GuestMetadata(
                                    spec.id(),
                                    "web",
                                    TestNamespace.address(ADDRESS),
                                    mac,
                                    List.of(),
                                    Optional.of("for you alone"))));

            LiveMachine machine = real.start(spec);
            machine.resume();

            awaitConsole(spec, "VMAN-GUEST-ADDRESS eth0 " + ADDRESS + "/24");
            awaitConsole(spec, "guest# ");
            assertThat(net.ask(ADDRESS, 80, PAGE)).endsWith("VMAN-GUEST\n");
            type(spec, "echo \"<$(metadata meta-data/hostname)>\"", "<web>");
            type(spec, "echo \"<$(metadata -2 user-data)>\"", "<for you alone>");
            isConfined(machine, net.name());

            real.restart();
            LiveMachine again = adopt(spec);
            assertThat(again.process()).isEqualTo(machine.process());
            assertThat(net.ask(ADDRESS, 80, PAGE)).endsWith("VMAN-GUEST\n");
            assertThat(again.stop(GENTLE, () -> false)).isEqualTo(StopOutcome.GUEST_POWERED_OFF);
            assertThat(real.operator().find(spec.id()).isAbsent()).isTrue();
            assertThat(net.carries(TAP)).isFalse();
        }
    }

    private LiveMachine adopt(MachineSpec spec) {
        LiveMachine machine =
                real.operator()
                        .hold(spec.id(), real.operator().find(spec.id()).found().orElseThrow());
        machine.awaitReady(SOON);
        return machine;
    }

    private void isConfined(LiveMachine machine, NamespaceName namespace) throws IOException {
        Path proc = Path.of("/proc/" + machine.process().pid());
        assertThat(real.processes().look(machine.process()).found().orElseThrow().uid())
                .isEqualTo(TEST_UID);
        assertThat(Files.getAttribute(proc.resolve("ns/net"), "unix:ino"))
                .isEqualTo(Files.getAttribute(namespace.file(), "unix:ino"))
                .isNotEqualTo(Files.getAttribute(Path.of("/proc/self/ns/net"), "unix:ino"));
        assertThat(Files.readString(proc.resolve("status")))
                .contains("CapEff:\t0000000000000000")
                .contains("CapBnd:\t0000000000000000")
                .contains("NoNewPrivs:\t1")
                .contains("Seccomp:\t2");
    }

    @Test
    void opensTheSameTapAgainAfterAKill() throws Exception {
        TestNamespace.assumePossible();
        NicSpec tap = new NicSpec.Tap(MacAddress.of(UUID.randomUUID()), TAP);
        try (TestNamespace net = new TestNamespace()) {
            net.tap(TAP, TEST_UID);
            MachineSpec spec = bootable(OptionalInt.of(TEST_UID), tap, net.name());
            LiveMachine first = real.start(spec);
            assertThat(net.carries(TAP)).isTrue();

            RealOperator.signal(first.process(), Signal.KILL);
            assertThat(real.looks.awaitUntil(() -> first.death().isPresent(), SOON)).isTrue();
            LiveMachine second = real.start(spec);

            assertThat(first.death().orElseThrow().status()).isEqualTo(new ExitStatus.Killed(9));
            assertThat(net.carries(TAP)).isTrue();
            second.stop(FORCED, () -> false);
            net.remove(TAP);
        }
    }

    @Test
    void tellsThatATapIsMissingOrAnothersUser() throws Exception {
        TestNamespace.assumePossible();
        NicSpec tap = new NicSpec.Tap(MacAddress.of(UUID.randomUUID()), TAP);
        try (TestNamespace net = new TestNamespace()) {
            MachineSpec spec = bootable(OptionalInt.of(TEST_UID), tap, net.name());
            refusesToStart(spec, TAP);

            net.tap(TAP, TEST_UID + 1);
            refusesToStart(spec, TAP);
        }
        MachineSpec nowhere = bootable(OptionalInt.of(TEST_UID), tap, new NamespaceName("no"));
        refusesToStart(nowhere, "/run/netns/no");
    }

    private void refusesToStart(MachineSpec spec, String words) {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> real.start(spec))
                .withMessageContaining(words)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("start-failed"));
    }

    @Test
    void forwardsPortsOfAGuestInUserModeFromTheStartAndLater() throws Exception {
        HostForward first = new HostForward(Protocol.TCP, freePort(), 80);
        HostForward later = new HostForward(Protocol.TCP, freePort(), 80);
        NicSpec user = new NicSpec.User(MacAddress.of(UUID.randomUUID()), List.of(first));
        MachineSpec spec = bootable(OptionalInt.empty(), user, new NamespaceName("unused"));
        LiveMachine machine = real.start(spec);
        machine.resume();
        awaitConsole(spec, "VMAN-GUEST-ADDRESS eth0 10.0.2.15/24");
        // Its web server is started after its network.
        awaitConsole(spec, "guest# ");

        machine.devices().addForward(0, later);
        machine.devices().addForward(0, later);

        assertThat(machine.devices().forwards(0)).containsExactlyInAnyOrder(first, later);
        assertThat(page(first)).endsWith("VMAN-GUEST\n");
        assertThat(page(later)).endsWith("VMAN-GUEST\n");
        machine.devices().removeForward(0, first);
        machine.devices().removeForward(0, first);
        assertThat(machine.devices().forwards(0)).containsExactly(later);
        refusesAPortThatIsTaken(machine);
        machine.stop(FORCED, () -> false);
    }

    private static void refusesAPortThatIsTaken(LiveMachine machine) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HostForward refused = new HostForward(Protocol.TCP, taken.getLocalPort(), 80);

            assertThatExceptionOfType(Failure.Conflict.class)
                    .isThrownBy(() -> machine.devices().addForward(0, refused))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo("port-taken"));
            assertThat(machine.devices().forwards(0)).hasSize(1);
        }
    }

    private static String page(HostForward forward) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.connect(new InetSocketAddress(HostForward.HOST, forward.hostPort()));
            socket.getOutputStream().write(PAGE.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** The demo guest, its files where its user may read them. */
    private MachineSpec bootable(OptionalInt uid, NicSpec nic, NamespaceName namespace)
            throws IOException {
        MachineSpec bare = real.machine(uid);
        VmFolder folder = bare.folder();
        VmFolders.make(folder, uid);
        Files.copy(guest("vmlinuz"), folder.kernel());
        Files.copy(guest("initrd.img"), folder.initrd());
        VmFolders.shareFiles(folder, uid);
        String cmdline = "console=ttyS0 quiet panic=1 no_timer_check tsc=reliable";
        return new MachineSpec(
                bare.id(),
                folder,
                1,
                128,
                bare.machine(),
                bare.cpuModel(),
                Optional.of(
                        new BootFiles(
                                folder.kernel(),
                                Optional.of(folder.initrd()),
                                Optional.of(cmdline))),
                List.of(),
                List.of(nic),
                uid,
                Optional.of(namespace),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void awaitConsole(MachineSpec spec, String text) throws IOException {
        Deadline end = Deadline.in(BOOT);
        while (!console(spec).contains(text)) {
            if (end.passed()) {
                throw new AssertionError("no '" + text + "' on the console: " + console(spec));
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static String console(MachineSpec spec) throws IOException {
        return Files.readString(spec.folder().consoleLog(), StandardCharsets.ISO_8859_1);
    }

    /**
     * The line stays connected until the answer: QEMU drops what its guest has not read by then.
     */
    private static void type(MachineSpec spec, String line, String answer) throws IOException {
        try (SocketChannel serial = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            boolean _ = serial.connect(UnixDomainSocketAddress.of(spec.folder().serialSocket()));
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                int _ = serial.write(bytes);
            }
            awaitConsole(spec, answer);
        }
    }
}
