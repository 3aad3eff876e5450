package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.StorageLayout;
import dev.vman.operator.LiveMachine.StopOutcome;
import dev.vman.operator.LiveMachine.StopRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunOperatorTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final UUID VM = UUID.randomUUID();

    @TempDir Path storage;

    private final Looks looks = new Looks();
    private final DryRunOperator operator =
            new DryRunOperator(
                    capabilities(),
                    (_, _) -> List.of("qemu", "-device", "{\"id\": \"it's\"}"),
                    looks,
                    Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void movesThroughTheStatesOfALife() throws Exception {
        LiveMachine machine = operator.hold(VM, operator.spawn(spec()));
        machine.awaitReady(SOON);
        assertThat(machine.status(SOON)).isEqualTo(new MachineStatus.Answered("prelaunch"));

        machine.resume();
        assertThat(machine.status(SOON)).isEqualTo(new MachineStatus.Answered("running"));
        machine.pause();
        assertThat(machine.status(SOON)).isEqualTo(new MachineStatus.Answered("paused"));
        assertThat(looks.await(SOON)).isTrue();
        assertThat(operator.find(VM).found()).contains(machine.process());
        operator.release(VM);
        assertThat(operator.held(VM)).contains(machine);

        assertThat(machine.stop(new StopRequest(false, SOON), () -> false))
                .isEqualTo(StopOutcome.GUEST_POWERED_OFF);
        assertThat(machine.status(SOON)).isInstanceOf(MachineStatus.Gone.class);
        assertThat(machine.death().orElseThrow().guestAsked()).isTrue();
        assertThat(operator.find(VM).isAbsent()).isTrue();
        operator.release(VM);
        assertThat(operator.held(VM)).isEmpty();
    }

    @Test
    void remembersItsDisks() {
        LiveMachine machine = operator.hold(VM, operator.spawn(spec()));
        UUID disk = UUID.randomUUID();
        DriveSpec drive =
                new DriveSpec(disk, Path.of("/d"), DiskFormat.RAW, DiskBus.VIRTIO, 0, false);

        machine.devices().plug(drive);
        machine.devices().resize(drive, new ByteSize(1024));
        assertThat(machine.devices().drives())
                .containsExactly(
                        new LiveDevices.PluggedDrive(drive.deviceId(), drive.nodeName(), 1024));
        machine.devices().unplug(disk, SOON);

        assertThat(machine.devices().drives()).isEmpty();
    }

    @Test
    void keepsWhatItWouldHaveStarted() {
        ProcessIdentity _ = operator.spawn(spec());
        ProcessIdentity _ = operator.spawn(spec());

        assertThat(spec().folder().qemuLog())
                .hasContent(
                        """
                        --- start 1970-01-01T00:00:00Z ---
                        A dry run: nothing was started. It would have been:
                        qemu -device '{"id": "it'\\''s"}'
                        """
                                .repeat(2));
    }

    @Test
    void startsNothingThatCanNotBeWrittenAsACommand() {
        DryRunOperator refusing =
                new DryRunOperator(
                        capabilities(),
                        (_, _) -> {
                            throw new IllegalArgumentException("no such machine");
                        },
                        looks,
                        Clock.systemUTC());

        assertThatIllegalArgumentException().isThrownBy(() -> refusing.spawn(spec()));

        assertThat(refusing.find(VM).isAbsent()).isTrue();
    }

    private MachineSpec spec() {
        return new MachineSpec(
                VM,
                new StorageLayout(storage).vm(VM),
                1,
                64,
                "pc-q35-7.2",
                "qemu64",
                Optional.empty(),
                List.of(),
                List.of(),
                OptionalInt.empty());
    }

    private static HostCapabilities capabilities() {
        return new HostCapabilities(
                Optional.empty(),
                Optional.empty(),
                List.of("pc-q35-7.2"),
                "pc-q35-7.2",
                8,
                "tcg",
                "dry-run",
                "qemu64",
                true,
                false,
                "dry-run");
    }
}
