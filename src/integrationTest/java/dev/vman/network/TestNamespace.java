package dev.vman.network;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import dev.vman.host.FileTrees;
import dev.vman.host.NamespaceName;
import dev.vman.host.NamespaceThread;
import dev.vman.host.TunDevice;
import dev.vman.inventory.Ipv4Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A network namespace of a test's own, with a bridge; gone with all in it when it is closed. */
public final class TestNamespace implements AutoCloseable {
    public static final String GATEWAY = "10.77.0.1";
    private static final String BRIDGE = "br0";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int READ_MILLIS = 10_000;
    private final Commands commands = Commands.ofThisHost();
    private final NamespaceName namespace =
            new NamespaceName("vman-t-" + UUID.randomUUID().toString().substring(0, 8));
    private final List<Process> running = new ArrayList<>();
    private final List<MetadataListener> served = new ArrayList<>();

    public TestNamespace() {
        run("ip", "netns", "add", namespace.name());
        try {
            boolean _ = TunDevice.share();
            ip("link", "set", "lo", "up");
            ip("link", "add", BRIDGE, "type", "bridge");
            ip("addr", "add", GATEWAY + "/24", "dev", BRIDGE);
            ip("addr", "add", "169.254.169.254/32", "dev", BRIDGE);
            ip("link", "set", BRIDGE, "up");
        } catch (IOException e) {
            remove();
            throw new UncheckedIOException(e);
        } catch (AssertionError e) {
            remove();
            throw e;
        }
    }

    /** Skips with a message where a test can't make one. */
    public static void assumePossible() throws IOException {
        Optional<String> missing = missing();
        Assumptions.assumeTrue(missing.isEmpty(), "Skipped: " + missing.orElse(""));
    }

    /** Why nobody can make one here. */
    public static Optional<String> missing() throws IOException {
        if (FileTrees.ownerOf(Path.of("/proc/self")) != 0) {
            return Optional.of("only root makes network namespaces");
        }
        return Stream.of("ip", "nft", "nsenter", "dnsmasq")
                .filter(name -> !installed(name))
                .map(name -> "there is no program " + name)
                .findFirst();
    }

    private static boolean installed(String program) {
        return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    public NamespaceName name() {
        return namespace;
    }

    /** A tap on the bridge, up, that this user may open. */
    public void tap(String tap, int uid) {
        ip("tuntap", "add", "dev", tap, "mode", "tap", "user", Integer.toString(uid));
        ip("link", "set", tap, "master", BRIDGE);
        ip("link", "set", tap, "up");
    }

    /** Whether somebody has opened this tap. */
    public boolean carries(String tap) {
        return run("ip", "-n", namespace.name(), "link", "show", tap).contains("LOWER_UP");
    }

    /** Whether the bridge hands on what comes from this link: not at once when it is up. */
    boolean forwards(String link) {
        return run("bridge", "-n", namespace.name(), "link", "show", "dev", link)
                .contains("forwarding");
    }

    public void remove(String tap) {
        ip("link", "del", tap);
    }

    /** Gives this address to this MAC alone, by DHCP. */
    public void serveDhcp(Path folder, String mac, String address) throws IOException {
        List<String> command =
                List.of(
                        "nsenter",
                        "--net=" + namespace.file(),
                        "dnsmasq",
                        "--keep-in-foreground",
                        "--conf-file=/dev/null",
                        "--user=root",
                        "--port=0",
                        "--interface=" + BRIDGE,
                        "--bind-interfaces",
                        "--pid-file=" + folder.resolve("dnsmasq.pid"),
                        "--dhcp-leasefile=" + folder.resolve("leases"),
                        "--dhcp-range=10.77.0.0,static",
                        "--dhcp-host=" + mac + "," + address);
        running.add(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("dnsmasq.log").toFile())
                        .start());
    }

    /** Serves metadata to guests of the bridge. */
    public void serveMetadata(GuestDirectory guests) throws IOException {
        MetadataRules rules = new MetadataRules(InstantSource.system(), false);
        MetadataListener listener =
                new MetadataListener(
                        Optional.of(namespace),
                        new InetSocketAddress("169.254.169.254", 80),
                        () -> new MetadataServer(rules, guests, MetadataLimits.STANDARD));
        served.add(listener);
        listener.ensure();
    }

    public static GuestDirectory only(GuestMetadata guest) {
        return address -> Optional.of(guest).filter(known -> known.ip().equals(address));
    }

    public static Ipv4Address address(String text) {
        return Ipv4Address.parse(text);
    }

    /** Sends this text from inside; what came until the other side closed. */
    public String ask(String host, int port, String text) throws IOException {
        return NamespaceThread.call(
                namespace,
                () -> {
                    try (Socket socket = new Socket()) {
                        socket.setSoTimeout(READ_MILLIS);
                        socket.connect(new InetSocketAddress(host, port), READ_MILLIS);
                        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                        return new String(
                                socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    }
                });
    }

    public void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", namespace.name()));
        command.addAll(List.of(arguments));
        String _ = run(command.toArray(String[]::new));
    }

    private String run(String... command) {
        CommandResult result = commands.run(CommandRequest.of(DEADLINE, List.of(command)));
        if (!result.succeeded()) {
            throw new AssertionError(String.join(" ", command) + ": " + result);
        }
        return result.stdout();
    }

    private void remove() {
        String _ = run("ip", "netns", "del", namespace.name());
    }

    @Override
    public void close() {
        served.forEach(MetadataListener::close);
        for (Process one : running) {
            Process _ = one.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
        }
        remove();
    }
}
