package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Disk;
import dev.vman.inventory.Disks;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.DiskFiles;
import dev.vman.operator.VmFolders;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code vm.delete}: process, root disk, folder, rows; attached data disks become available. */
@ApplicationScoped
class DeleteVm implements ActKind<DeleteVm.Payload> {
    static final String KIND = "vm.delete";
    private final Vms vms;
    private final Disks disks;
    private final StopSteps stop;
    private final DiskFiles diskFiles;
    private final StorageLayout layout;

    private final Manifests manifests;

    DeleteVm(
            Vms vms,
            Disks disks,
            StopSteps stop,
            DiskFiles diskFiles,
            StorageLayout layout,
            Manifests manifests) {
        this.vms = vms;
        this.disks = disks;
        this.stop = stop;
        this.diskFiles = diskFiles;
        this.layout = layout;
        this.manifests = manifests;
    }

    /** The request; {@code version} is the one that the caller saw. */
    record Payload(UUID vm, boolean force, @Nullable Long version) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Delete(payload);
    }

    /** Throws unless the VM may be deleted so. */
    void check(Vm vm, boolean force) {
        if (vm.protectedFromDeletion) {
            throw new Failure.Conflict(
                    "protected",
                    "VM '" + vm.name + "' is protected from deletion.",
                    "Set its 'protected' to false first.");
        }
        if (vm.state.mayHaveProcess() && !force) {
            throw VmAct.wrongState(vm, "deleted", "Stop it first, or delete it with ?force=true.");
        }
        QuarkusTransaction.joiningExisting().call(() -> disks.of(vm.id)).stream()
                .filter(disk -> disk.root)
                .forEach(DeleteDisk::refuseProtected);
    }

    private final class Delete implements Act {
        private final Payload payload;

        Delete(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public void admit() {
            Vm vm = vms.require(payload.vm());
            Versions.check(payload.version(), vm.version, "VM '" + vm.name + "'");
            check(vm, payload.force());
            vm.desiredState = DesiredState.STOPPED;
            if (vm.state.mayHaveProcess()) {
                vms.become(vm, VmState.STOPPING, "being deleted");
            }
        }

        @Override
        public List<Step> steps() {
            List<Step> steps = new ArrayList<>(stop.of(payload.vm(), new StopOptions(true, 0)));
            steps.add(SimpleStep.of("root-disk", this::removeRootDisk));
            steps.add(SimpleStep.of("folder", this::removeFolder));
            return steps;
        }

        private void removeFolder() {
            manifests.alone(payload.vm(), () -> VmFolders.remove(layout.vm(payload.vm())));
        }

        private void removeRootDisk() {
            List<Disk> roots =
                    QuarkusTransaction.requiringNew().call(() -> disks.of(payload.vm())).stream()
                            .filter(disk -> disk.root)
                            .toList();
            roots.forEach(disk -> diskFiles.requireUnused(disk.id, disk.format));
            roots.forEach(disk -> diskFiles.remove(disk.id, disk.format));
        }

        @Override
        public void succeed() {
            disks.of(payload.vm()).forEach(this::letGo);
            disks.flush();
            vms.remove(vms.require(payload.vm()));
        }

        private void letGo(Disk disk) {
            if (disk.root) {
                disks.remove(disk);
            } else {
                disk.detach();
                disks.changed(disk);
            }
        }

        @Override
        public void fail(Failure why) {
            VmAct.stillStopping(vms, payload.vm(), why);
        }
    }
}
