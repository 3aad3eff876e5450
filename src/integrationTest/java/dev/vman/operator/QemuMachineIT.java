package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import dev.vman.host.ExitStatus;
import dev.vman.host.Signal;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskBus;
import dev.vman.operator.LiveMachine.StopOutcome;
import dev.vman.operator.LiveMachine.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
@Timeout(60)
class QemuMachineIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final StopRequest FORCED = new StopRequest(true, Duration.ZERO);
    private static final int TEST_UID = 64_321;

    @TempDir Path storage;
    private RealOperator real;

    @BeforeAll
    static void needsQemu() {
        RealOperator.assumeQemu();
    }

    @BeforeEach
    void open() throws IOException {
        real = new RealOperator(storage);
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void startsPausesResumesAndStops() {
        MachineSpec spec = real.machine(OptionalInt.empty());

        LiveMachine machine = real.start(spec);

        assertThat(machine.status(PATIENCE)).isEqualTo(new MachineStatus.Answered("prelaunch"));
        machine.resume();
        assertThat(machine.status(PATIENCE)).isEqualTo(new MachineStatus.Answered("running"));
        machine.pause();
        assertThat(machine.status(PATIENCE)).isEqualTo(new MachineStatus.Answered("paused"));
        machine.resume();
        machine.reset();
        assertThat(machine.stop(FORCED, () -> false)).isEqualTo(StopOutcome.QUIT);
        assertThat(machine.stop(FORCED, () -> false)).isEqualTo(StopOutcome.ALREADY_GONE);
        assertThat(machine.status(PATIENCE))
                .isEqualTo(new MachineStatus.Gone(new ExitStatus.Exited(0)));
        assertThat(machine.death().orElseThrow().shutdownReason()).contains("host-qmp-quit");
        assertThat(machine.death().orElseThrow().guestAsked()).isFalse();
        assertThat(real.operator().find(spec.id()).isAbsent()).isTrue();
    }

    @Test
    void findsTheProcessByItsArgumentsAndHoldsItOnce() {
        MachineSpec spec = real.machine(OptionalInt.empty());
        LiveMachine machine = real.start(spec);

        assertThat(real.operator().find(spec.id()).found()).contains(machine.process());
        assertThat(real.operator().hold(spec.id(), machine.process())).isSameAs(machine);
        real.operator().release(spec.id());
        assertThat(real.operator().held(spec.id())).contains(machine);

        machine.stop(FORCED, () -> false);
        real.operator().release(spec.id());

        assertThat(real.operator().held(spec.id())).isEmpty();
        assertThat(spec.folder().qmpSocket()).doesNotExist();
        assertThat(spec.folder().consoleLog()).content().startsWith("--- start ");
    }

    @Test
    void noticesAKillAndTellsTheSignal() throws Exception {
        LiveMachine machine = real.start(real.machine(OptionalInt.empty()));
        real.looks.forget();

        RealOperator.signal(machine.process(), Signal.KILL);

        assertThat(real.looks.awaitUntil(() -> machine.death().isPresent(), PATIENCE)).isTrue();
        assertThat(machine.death().orElseThrow().status()).isEqualTo(new ExitStatus.Killed(9));
        assertThat(machine.status(PATIENCE))
                .isEqualTo(new MachineStatus.Gone(new ExitStatus.Killed(9)));
    }

    @Test
    void tellsTheLastLineThatQemuWrote() throws Exception {
        LiveMachine machine = real.start(real.machine(OptionalInt.empty()));
        real.looks.forget();

        RealOperator.signal(machine.process(), Signal.TERM);

        assertThat(real.looks.awaitUntil(() -> machine.death().isPresent(), PATIENCE)).isTrue();
        LiveMachine.Death death = machine.death().orElseThrow();
        assertThat(death.shutdownReason()).contains("host-signal");
        assertThat(death.lastLine()).contains("terminating on signal 15");
    }

    @Test
    void adoptsAMachineAfterARestartAndTellsItsDeath() throws Exception {
        MachineSpec spec = real.machine(OptionalInt.empty());
        var process = real.start(spec).process();
        real.restart();

        LiveMachine adopted =
                real.operator()
                        .hold(spec.id(), real.operator().find(spec.id()).found().orElseThrow());
        adopted.awaitReady(PATIENCE);
        assertThat(adopted.process()).isEqualTo(process);
        assertThat(adopted.status(PATIENCE)).isEqualTo(new MachineStatus.Answered("prelaunch"));
        RealOperator.signal(process, Signal.KILL);

        assertThat(real.looks.awaitUntil(() -> adopted.death().isPresent(), PATIENCE)).isTrue();
    }

    @Test
    void callsAStoppedProcessSilentUntilItGoesOn() throws Exception {
        LiveMachine machine = real.start(real.machine(OptionalInt.empty()));
        assertThat(machine.status(PATIENCE)).isInstanceOf(MachineStatus.Answered.class);
        // That of its connection.
        assertThat(real.looks.await(PATIENCE)).isTrue();
        real.looks.forget();

        RealOperator.signal(machine.process(), Signal.STOP);

        assertThat(real.looks.await(PATIENCE)).isTrue();
        assertThat(machine.status(PATIENCE)).isInstanceOf(MachineStatus.Silent.class);
        real.looks.forget();
        RealOperator.signal(machine.process(), Signal.CONT);
        assertThat(real.looks.await(PATIENCE)).isTrue();
        assertThat(machine.status(PATIENCE)).isInstanceOf(MachineStatus.Answered.class);
    }

    @Test
    void killsAStoppedProcessWhenForced() {
        LiveMachine machine = real.start(real.machine(OptionalInt.empty()));
        RealOperator.signal(machine.process(), Signal.STOP);

        assertThat(machine.stop(FORCED, () -> false)).isEqualTo(StopOutcome.KILLED);

        assertThat(machine.death().orElseThrow().status()).isEqualTo(new ExitStatus.Killed(9));
    }

    @Test
    void quitsWhenNoGuestHearsThePowerButton() {
        LiveMachine machine = real.start(real.machine(OptionalInt.empty()));
        machine.resume();

        StopOutcome outcome =
                machine.stop(new StopRequest(false, Duration.ofMillis(500)), () -> false);

        assertThat(outcome).isEqualTo(StopOutcome.QUIT);
    }

    @Test
    void leavesTheMachineRunningWhenAStopIsCancelled() {
        LiveMachine machine = real.start(real.machine(OptionalInt.empty()));
        machine.resume();

        assertThatExceptionOfType(Failure.Unavailable.class)
                .isThrownBy(() -> machine.stop(new StopRequest(false, PATIENCE), () -> true))
                .satisfies(e -> assertThat(e.code()).isEqualTo("stop-cancelled"));

        assertThat(machine.status(PATIENCE)).isEqualTo(new MachineStatus.Answered("running"));
    }

    @Test
    void plugsGrowsAndUnplugsAScsiDiskWithoutAGuest() throws Exception {
        LiveMachine machine = real.start(real.machine(OptionalInt.empty()));
        DriveSpec drive = real.drive(DiskBus.SCSI, 3);

        machine.devices().plug(drive);
        assertThat(machine.devices().drives())
                .containsExactly(
                        new LiveDevices.PluggedDrive(drive.deviceId(), drive.nodeName(), 1 << 20));
        machine.devices().resize(drive, new ByteSize(2 << 20));
        machine.devices().resize(drive, new ByteSize(2 << 20));
        assertThat(machine.devices().drives().getFirst().sizeBytes()).isEqualTo(2 << 20);
        machine.devices().unplug(drive.disk(), PATIENCE);
        assertThat(machine.devices().drives()).isEmpty();

        // The node is gone with it: the same disk fits again.
        machine.devices().plug(drive);
        assertThat(machine.devices().drives()).hasSize(1);
    }

    @Test
    void keepsAVirtioDiskThatNoGuestReleases() throws Exception {
        LiveMachine machine = real.start(real.machine(OptionalInt.empty()));
        DriveSpec drive = real.drive(DiskBus.VIRTIO, 1);
        machine.devices().plug(drive);

        assertThatExceptionOfType(Failure.Unavailable.class)
                .isThrownBy(() -> machine.devices().unplug(drive.disk(), Duration.ofSeconds(3)))
                .satisfies(e -> assertThat(e.code()).isEqualTo("guest-did-not-release"));

        assertThat(machine.devices().drives()).hasSize(1);
    }

    @Test
    void tidiesUpAfterALateRelease() throws Exception {
        LiveMachine machine = real.start(real.machine(OptionalInt.empty()));
        DriveSpec drive = real.drive(DiskBus.VIRTIO, 0);
        machine.devices().plug(drive);
        assertThatExceptionOfType(Failure.Unavailable.class)
                .isThrownBy(() -> machine.devices().unplug(drive.disk(), Duration.ofSeconds(3)));
        real.looks.forget();

        // A reset completes a pending unplug where no guest could.
        machine.reset();

        assertThat(real.looks.awaitUntil(() -> machine.devices().drives().isEmpty(), PATIENCE))
                .isTrue();
        machine.devices().plug(drive);
        assertThat(machine.devices().drives()).hasSize(1);
    }

    @Test
    void leavesNothingOfADiskThatCannotBePlugged() throws Exception {
        LiveMachine machine = real.start(real.machine(OptionalInt.empty()));
        DriveSpec first = real.drive(DiskBus.VIRTIO, 0);
        DriveSpec second = real.drive(DiskBus.VIRTIO, 0);
        machine.devices().plug(first);

        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> machine.devices().plug(second))
                .satisfies(e -> assertThat(e.code()).isEqualTo("qemu-refused"));

        DriveSpec elsewhere =
                new DriveSpec(
                        second.disk(), second.file(), second.format(), DiskBus.VIRTIO, 1, false);
        machine.devices().plug(elsewhere);
        assertThat(machine.devices().drives()).hasSize(2);
    }

    @Test
    void tellsWhyQemuCouldNotStart() throws Exception {
        DriveSpec missing = real.drive(DiskBus.SCSI, 0);
        MachineSpec spec = real.machine(OptionalInt.empty());
        MachineSpec impossible =
                new MachineSpec(
                        spec.id(),
                        spec.folder(),
                        1,
                        64,
                        "pc-q35-0.1",
                        "qemu64",
                        spec.boot(),
                        spec.drives(),
                        spec.nics(),
                        spec.uid());
        Files.delete(missing.file());

        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> real.start(impossible))
                .satisfies(e -> assertThat(e.code()).isEqualTo("start-failed"))
                .withMessageContaining("exit code 1")
                .withMessageContaining("unsupported machine type");
    }

    @Test
    void runsAsTheMachinesOwnUserAndOwnsItsDisks() throws Exception {
        Assumptions.assumeTrue(
                Files.getAttribute(storage, "unix:uid").equals(0), "only root can give users");
        openToOthers();
        DriveSpec root = real.drive(DiskBus.SCSI, 0);
        DriveSpec drive = real.drive(DiskBus.SCSI, 1);
        MachineSpec spec = real.machine(OptionalInt.of(TEST_UID), root);

        LiveMachine machine = real.start(spec);
        machine.devices().plug(root);
        machine.devices().plug(drive);
        assertThat(machine.devices().drives()).hasSize(2);

        assertThat(real.processes().look(machine.process()).found().orElseThrow().uid())
                .isEqualTo(TEST_UID);
        assertThat(owner(root.file())).isEqualTo(TEST_UID);
        assertThat(owner(drive.file())).isEqualTo(TEST_UID);
        assertThat(owner(spec.folder().run())).isEqualTo(TEST_UID);
        assertThat(owner(spec.folder().consoleLog())).isEqualTo(TEST_UID);
        machine.devices().unplug(drive.disk(), PATIENCE);
        assertThat(owner(drive.file())).isZero();
    }

    /** As the daemon does with its storage; JUnit's folders are private. */
    private void openToOthers() throws IOException {
        for (Path folder : List.of(storage, storage.resolve("disks"))) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    private static int owner(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void reachesAMachineWhosePathIsTooLongForASocket() throws Exception {
        Path deep = storage.resolve("x".repeat(100));
        try (RealOperator far = new RealOperator(deep, storage.resolve("s"))) {
            MachineSpec spec = far.machine(OptionalInt.empty());

            LiveMachine machine = far.start(spec);

            assertThat(machine.status(PATIENCE)).isInstanceOf(MachineStatus.Answered.class);
            assertThat(spec.folder().run()).isSymbolicLink();
            assertThat(spec.folder().consoleLog()).exists();
        }
    }
}
