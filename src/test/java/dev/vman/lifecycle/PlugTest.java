package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Vms;
import dev.vman.journal.Step;
import dev.vman.operator.DiskFiles;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.FakeMachine;
import dev.vman.operator.FakeOperator;
import dev.vman.operator.LiveDevices.PluggedDrive;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether QEMU has a disk, as the step that plugs it finds out. */
@QuarkusTest
class PlugTest {
    @Inject Lab lab;
    @Inject Disks disks;
    @Inject Vms vms;
    @Inject DiskFiles files;
    @Inject MachineSpecs specs;
    @Inject Manifests manifests;
    private final FakeOperator operator = new FakeOperator();
    private final FakeMachine machine =
            new FakeMachine(new ProcessIdentity("dry-run", 1L << 42, 0));
    private Disk disk;
    private UUID vm;
    private Step plug;

    @BeforeEach
    void haveADiskAndARunningVm() {
        disk = lab.disk();
        vm = lab.running().id;
        operator.held.put(vm, machine);
        AttachDisk kind = new AttachDisk(disks, vms, files, operator, specs, manifests);
        plug =
                kind.make(new AttachDisk.Payload(disk.id, vm, DiskBus.VIRTIO, false))
                        .steps()
                        .getFirst();
    }

    @Test
    void isNotThere() {
        assertThat(plug.probe()).isEqualTo(Step.Probe.NOT_DONE);
        assertThatCode(plug::undo).doesNotThrowAnyException();
    }

    @Test
    void isThere() {
        machine.drives.add(new PluggedDrive(DriveSpec.deviceId(disk.id), "node", 1));

        assertThat(plug.probe()).isEqualTo(Step.Probe.DONE);
        assertThatThrownBy(plug::undo).isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void canNotBeToldOfASilentMachine() {
        machine.whenAsked =
                () -> {
                    throw Failure.Unavailable.now("vm-unreachable", "no answer", "Wait.");
                };

        assertThat(plug.probe()).isEqualTo(Step.Probe.COULD_NOT_TELL);
        assertThatThrownBy(plug::undo).isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void canNotBeToldOfAMachineThatNobodyHolds() {
        operator.held.clear();

        assertThat(plug.probe()).isEqualTo(Step.Probe.COULD_NOT_TELL);
    }
}
