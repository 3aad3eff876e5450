package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import dev.vman.operator.OperatorConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * {@code disk.detach}: done when QEMU has confirmed it, and told honestly when the guest does not
 * release it.
 */
@ApplicationScoped
class DetachDisk implements ActKind<DetachDisk.Payload> {
    static final String KIND = "disk.detach";
    private final Disks disks;
    private final Vms vms;
    private final Operator operator;
    private final Manifests manifests;
    private final Duration timeout;

    DetachDisk(
            Disks disks, Vms vms, Operator operator, Manifests manifests, OperatorConfig config) {
        this.disks = disks;
        this.vms = vms;
        this.operator = operator;
        this.manifests = manifests;
        this.timeout = config.detachTimeout();
    }

    /**
     * The request.
     *
     * @param force resets a guest that does not release the disk, which completes the removal
     */
    record Payload(UUID disk, UUID vm, boolean force) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Detach(payload);
    }

    /** Throws unless the disk may be detached from the VM. */
    static void check(Disk disk, Vm vm) {
        // One whose file is missing stays on its VM, and may leave it.
        if (disk.state != DiskState.ATTACHED && disk.state != DiskState.MISSING) {
            throw DiskAct.wrongState(disk, "detached", "Only an attached disk can be.");
        }
        if (vm.state == VmState.UNREACHABLE) {
            throw VmAct.unreachable(vm);
        }
        if (disk.root && vm.state.mayHaveProcess()) {
            throw new Failure.Conflict(
                    "root-disk",
                    "Disk '"
                            + disk.name
                            + "' is the root disk of VM '"
                            + vm.name
                            + "', which is "
                            + vm.state.wireName()
                            + ".",
                    "Stop the VM first.");
        }
    }

    private final class Detach implements Act {
        private final Payload payload;

        Detach(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.disk(), payload.vm());
        }

        @Override
        public boolean settled() {
            return disks.require(payload.disk()).vm == null;
        }

        @Override
        public void admit() {
            Disk disk = disks.require(payload.disk());
            DiskAct.requireSameVm(disk, payload.vm());
            Vm vm = vms.require(payload.vm());
            check(disk, vm);
            disk.detachPending = vm.state.mayHaveProcess();
            disks.changed(disk);
        }

        @Override
        public List<Step> steps() {
            return List.of(SimpleStep.of("unplug", this::unplug));
        }

        private void unplug() {
            if (!DiskAct.isLive(vms, payload.vm())) {
                return;
            }
            LiveMachine machine = DiskAct.machine(operator, payload.vm());
            Unplug.from(
                    machine,
                    payload.force(),
                    () -> machine.devices().unplug(payload.disk(), timeout));
        }

        @Override
        public void succeed() {
            Disk disk = disks.require(payload.disk());
            disk.detach();
            disks.changed(disk);
        }

        /**
         * A request that is pending in the guest, or was not answered by QEMU, stays so: when it is
         * granted later, the observer sees it.
         */
        @Override
        public void fail(Failure why) {
            Disk disk = disks.require(payload.disk());
            disk.detachPending = why instanceof Failure.Unavailable;
            disks.changed(disk);
        }

        @Override
        public void ended() {
            manifests.refreshSoon(payload.vm());
        }
    }
}
