package dev.vman.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Queries, on the real database; each test's rows are rolled back. */
@QuarkusTest
@TestTransaction
class RowsTest {
    private static final int FIRST = 700_000;
    private static final int LAST = 700_002;
    @Inject Vms vms;
    @Inject Disks disks;

    @Test
    void looksForAFreeUidUpwardsAndThenFromTheBeginning() {
        addVmWithUid(FIRST + 1);

        assertThat(vms.freeUid(FIRST, LAST, FIRST, Set.of())).contains(FIRST);
        assertThat(vms.freeUid(FIRST, LAST, FIRST + 1, Set.of())).contains(LAST);
        assertThat(vms.freeUid(FIRST, LAST, FIRST + 1, Set.of(LAST))).contains(FIRST);
    }

    @Test
    void findsNoUidWhenAllAreTakenOrPromised() {
        addVmWithUid(FIRST + 1);

        assertThat(vms.freeUid(FIRST, LAST, FIRST, Set.of(FIRST, LAST))).isEmpty();
    }

    @Test
    void countsSlotsByBusAndReusesTheLowest() {
        Vm vm = add(Rows.vm(VmState.STOPPED));
        disks.add(Rows.attached(Rows.disk(), vm, DiskBus.VIRTIO, 0));
        disks.add(Rows.attached(Rows.disk(), vm, DiskBus.VIRTIO, 2));

        assertThat(disks.freeSlot(vm.id, DiskBus.VIRTIO, 4)).contains(1);
        assertThat(disks.freeSlot(vm.id, DiskBus.SCSI, 4)).contains(0);
        assertThat(disks.freeSlot(vm.id, DiskBus.VIRTIO, 1)).isEmpty();
        assertThat(disks.freeSlot(UUID.randomUUID(), DiskBus.VIRTIO, 1)).contains(0);
    }

    @Test
    void holdsNamesUnique() {
        Vm first = add(Rows.vm(VmState.STOPPED));
        Vm second = Rows.vm(VmState.STOPPED);
        second.name = first.name;

        assertThatThrownBy(() -> UniqueNames.guard("vm", second.name, () -> vms.add(second)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(first.name);
    }

    @Test
    void filtersByLabelStateAndHost() {
        Vm red = labelled(Map.of("colour", "red", "team", "a"));
        Vm blue = labelled(Map.of("colour", "blue"));
        Vm odd = labelled(Map.of("colour", "a=b"));

        assertThat(names(label("colour"))).contains(red.name, blue.name, odd.name);
        assertThat(names(label("colour=red"))).contains(red.name).doesNotContain(blue.name);
        assertThat(names(label("colour=a=b"))).containsExactly(odd.name);
        assertThat(names(label("colour="))).isEmpty();
        assertThat(names(label("team=red"))).isEmpty();
        assertThat(names(label("' or 1=1 --"))).isEmpty();
        assertThat(
                        names(
                                new VmFilter(
                                        Optional.of(VmState.RUNNING),
                                        Optional.of("colour"),
                                        Optional.empty())))
                .isEmpty();
        assertThat(
                        names(
                                new VmFilter(
                                        Optional.empty(),
                                        Optional.of("colour=red"),
                                        Optional.of("elsewhere"))))
                .isEmpty();
    }

    @Test
    void forgetsTheProcessOfAVmThatHasNone() {
        Vm vm = add(Rows.vm(VmState.STARTING));
        vms.runsAs(vm, new dev.vman.host.ProcessIdentity("boot", 4711, 1));
        assertThat(Vms.process(vm)).isPresent();

        vms.become(vm, VmState.CRASHED, "killed");

        assertThat(Vms.process(vm)).isEmpty();
        assertThat(vm.stateReason).isEqualTo("killed");
    }

    @Test
    void countsTheMemoryOfEveryVmThatMayHaveAProcess() {
        long before = vms.memoryInUseMib(Set.of(), new UUID(0, 0));
        Vm running = add(Rows.vm(VmState.RUNNING));
        Vm unreachable = add(Rows.vm(VmState.UNREACHABLE));
        add(Rows.vm(VmState.CRASHED));

        assertThat(vms.memoryInUseMib(Set.of(), new UUID(0, 0)) - before).isEqualTo(128);
        assertThat(vms.memoryInUseMib(Set.of(unreachable.id), running.id)).isEqualTo(before);
    }

    private Vm add(Vm vm) {
        vms.add(vm);
        return vm;
    }

    private void addVmWithUid(int uid) {
        Vm vm = Rows.vm(VmState.STOPPED);
        vm.uid = uid;
        vms.add(vm);
    }

    private Vm labelled(Map<String, String> labels) {
        Vm vm = Rows.vm(VmState.STOPPED);
        vm.labels = new HashMap<>(labels);
        return add(vm);
    }

    private static VmFilter label(String label) {
        return new VmFilter(Optional.empty(), Optional.of(label), Optional.empty());
    }

    private List<String> names(VmFilter filter) {
        return vms.list(filter, new Page("", 1000)).stream().map(vm -> vm.name).toList();
    }
}
