package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.FolderListing.Entry;
import dev.vman.host.FolderListing.Kind;
import dev.vman.host.Presence;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.VmState;
import dev.vman.observer.WorldReading.DiskRow;
import dev.vman.observer.WorldReading.VmRow;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.LiveDevices.BlockDevice;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorldComparisonTest {
    private final World world = new World();

    @Test
    void findsNothingWhereAllIsWell() {
        VmRow vm = world.runningVm(7);
        DiskRow disk = world.disk(DiskState.ATTACHED, vm.id());
        plugged(vm, new BlockDevice(DriveSpec.deviceId(disk.id()), World.file(disk)));
        world.disk(DiskState.AVAILABLE, null);
        world.vm(VmState.STOPPED, null);

        assertThat(world.compared().differences()).isEmpty();
        assertThat(world.compared().untold()).isEmpty();
    }

    @Test
    void findsAVmThatRunsOnlyOnPaper() {
        VmRow vm = world.vm(VmState.RUNNING, World.process(7));

        Difference found = only(FindingKind.VM_STATE_MISMATCH);

        assertThat(found.vm()).contains(vm.id());
        assertThat(found.evidence()).containsEntry("recordedPid", 7L);
    }

    @Test
    void takesNoOtherProcessOfThatPidForIt() {
        VmRow vm = world.vm(VmState.RUNNING, new dev.vman.host.ProcessIdentity("boot", 7, 1));
        world.runs(7, UUID.randomUUID(), false);

        assertThat(world.compared().of(FindingKind.VM_STATE_MISMATCH))
                .extracting(Difference::vm)
                .containsExactly(Optional.of(vm.id()));
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "CRASHED", "ERROR"})
    void findsAVmThatRunsThoughItsRowSaysNot(VmState state) {
        VmRow vm = world.vm(state, null);
        world.runs(8, vm.id(), true);

        Difference found = only(FindingKind.VM_STATE_MISMATCH);

        assertThat(found.subject().id()).isEqualTo(vm.id());
        assertThat(found.evidence()).containsEntry("pid", 8L).containsKey("commandLine");
    }

    @Test
    void findsAProcessOfOursThatNoRowKnows() {
        UUID stranger = UUID.randomUUID();
        world.runs(9, stranger, true);

        Difference found = only(FindingKind.ORPHAN_PROCESS);

        assertThat(found.subject()).isEqualTo(Subject.process(stranger, 9));
        assertThat(found.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void findsASecondProcessOfOneVm() {
        VmRow vm = world.runningVm(7);
        world.runs(9, vm.id(), true);

        assertThat(only(FindingKind.ORPHAN_PROCESS).subject().pid()).isEqualTo(9);
    }

    @Test
    void listsAForeignQemuAndHasNoRepairForIt() {
        world.runs(9, UUID.randomUUID(), false);

        Difference found = only(FindingKind.ORPHAN_PROCESS);

        assertThat(found.severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void findsAVmThatDoesNotAnswer() {
        VmRow vm = world.vm(VmState.UNREACHABLE, World.process(7));
        world.runs(7, vm.id(), true);

        assertThat(only(FindingKind.VM_UNREACHABLE).evidence()).containsEntry("reason", "because");
    }

    @ParameterizedTest
    @EnumSource(names = {"AVAILABLE", "ATTACHED", "MISSING"})
    void findsADiskWithoutAFile(DiskState state) {
        DiskRow disk = world.disk(state, null);
        world.diskFiles.clear();

        Difference found = only(FindingKind.MISSING_DISK);

        assertThat(found.subject().id()).isEqualTo(disk.id());
        assertThat(found.subject().path()).isEqualTo(World.file(disk));
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "LINK", "OTHER"})
    void takesWhatIsNoFileForNoDiskAndForALeftover(Kind kind) {
        DiskRow disk = world.disk(DiskState.AVAILABLE, null);
        world.diskFiles.put(disk.fileName(), new Entry(kind, 0));

        assertThat(world.compared().differences().values())
                .extracting(Difference::kind)
                .containsExactlyInAnyOrder(FindingKind.MISSING_DISK, FindingKind.LEFTOVER_FILE);
    }

    @Test
    void seesThatAMissingDiskIsThereAgain() {
        DiskRow disk = world.disk(DiskState.MISSING, null);

        assertThat(world.compared().returned()).containsExactly(disk.id());
        assertThat(world.compared().differences()).isEmpty();
    }

    @Test
    void saysNothingOfAFileThatCouldNotBeAsked() {
        DiskRow disk = world.disk(DiskState.AVAILABLE, null);
        world.diskFiles.put(disk.fileName(), new Entry(Kind.UNKNOWN, 0));
        world.diskFiles.put("other", new Entry(Kind.UNKNOWN, 0));

        assertThat(world.compared().differences()).isEmpty();
    }

    @Test
    void takesNoDiskForMissingWhereTheStorageIsGone() {
        world.disk(DiskState.AVAILABLE, null);
        world.storageThere = false;

        assertThat(world.compared().differences()).isEmpty();
        assertThat(world.compared().untold())
                .containsExactlyInAnyOrder(
                        FindingKind.MISSING_DISK,
                        FindingKind.ORPHAN_DISK,
                        FindingKind.LEFTOVER_FILE);
    }

    @Test
    void findsAFileThatNoDiskHas() {
        UUID id = UUID.randomUUID();
        world.diskFiles.put(id + ".qcow2", new Entry(Kind.FILE, 77));

        Difference found = only(FindingKind.ORPHAN_DISK);

        assertThat(found.holds()).containsExactly(id);
        assertThat(found.evidence()).containsEntry("sizeBytes", 77L);
    }

    @Test
    void findsAFileOfTheOtherFormatOfADisk() {
        DiskRow disk = world.disk(DiskState.AVAILABLE, null);
        world.diskFiles.put(disk.id() + ".raw", new Entry(Kind.FILE, 1));

        assertThat(only(FindingKind.ORPHAN_DISK).subject().path()).endsWith(".raw");
    }

    @Test
    void findsWhatIsLeftOver() {
        VmRow stopped = world.vm(VmState.STOPPED, null);
        world.sockets.put(stopped.id(), List.of("qmp.sock"));
        world.diskFiles.put(UUID.randomUUID() + ".partial", new Entry(Kind.FILE, 1));
        world.vmFolders.put(UUID.randomUUID().toString(), new Entry(Kind.FOLDER, 0));
        world.vmFolders.put("notes.txt", new Entry(Kind.FILE, 0));

        assertThat(world.compared().differences().values())
                .hasSize(4)
                .allMatch(found -> found.kind() == FindingKind.LEFTOVER_FILE);
    }

    @Test
    void findsADiskThatQemuHasNot() {
        VmRow vm = world.runningVm(7);
        DiskRow disk = world.disk(DiskState.ATTACHED, vm.id());

        Difference found = only(FindingKind.DISK_STATE_MISMATCH);

        assertThat(found.subject().id()).isEqualTo(disk.id());
        assertThat(found.holds()).containsExactlyInAnyOrder(vm.id(), disk.id());
    }

    @Test
    void findsADiskThatWasPluggedByHand() {
        VmRow vm = world.runningVm(7);
        DiskRow disk = world.disk(DiskState.AVAILABLE, null);
        plugged(vm, new BlockDevice("by-hand", World.file(disk)));

        assertThat(only(FindingKind.DISK_STATE_MISMATCH).subject().id()).isEqualTo(disk.id());
    }

    @Test
    void findsAForeignFileThatWasPluggedByHand() {
        VmRow vm = world.runningVm(7);
        plugged(vm, new BlockDevice("by-hand", "/tmp/x"), new BlockDevice("empty", ""));

        Difference found = only(FindingKind.DISK_STATE_MISMATCH);

        assertThat(found.subject().id()).isEqualTo(vm.id());
        assertThat(found.evidence()).containsEntry("path", "/tmp/x");
    }

    @Test
    void saysNothingOfDevicesThatCouldNotBeAskedFor() {
        VmRow vm = world.runningVm(7);
        world.disk(DiskState.ATTACHED, vm.id());
        world.devices.put(vm.id(), new Presence.Unknown<>("no answer"));

        WorldComparison compared = world.compared();

        assertThat(compared.differences()).isEmpty();
        assertThat(compared.tells(FindingKind.DISK_STATE_MISMATCH, Optional.of(vm.id()))).isFalse();
        assertThat(compared.tells(FindingKind.MISSING_DISK, Optional.of(vm.id()))).isTrue();
    }

    @Test
    void believesInNoProcessAndNoDiskOfADryRun() {
        world.dryRun = true;
        world.vm(VmState.RUNNING, World.process(7));
        world.disk(DiskState.AVAILABLE, null);
        world.diskFiles.clear();

        assertThat(world.compared().differences()).isEmpty();
    }

    private void plugged(VmRow vm, BlockDevice... devices) {
        world.devices.put(vm.id(), new Presence.Present<>(List.of(devices)));
    }

    private Difference only(FindingKind kind) {
        assertThat(world.compared().differences()).hasSize(1);
        assertThat(world.only().kind()).isEqualTo(kind);
        return world.only();
    }
}
