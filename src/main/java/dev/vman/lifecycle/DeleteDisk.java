package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.DiskFiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code disk.delete}: a disk that no live VM has and no process holds. */
@ApplicationScoped
class DeleteDisk implements ActKind<DeleteDisk.Payload> {
    static final String KIND = "disk.delete";
    private final Disks disks;
    private final Vms vms;
    private final DiskFiles files;
    private final Manifests manifests;

    DeleteDisk(Disks disks, Vms vms, DiskFiles files, Manifests manifests) {
        this.disks = disks;
        this.vms = vms;
        this.files = files;
        this.manifests = manifests;
    }

    /** The request; {@code vm} is the one that has the disk. */
    record Payload(UUID disk, @Nullable UUID vm, @Nullable Long version) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Delete(payload);
    }

    /** Throws unless the disk, on this VM if any, may be deleted. */
    static void check(Disk disk, Optional<Vm> vm) {
        refuseProtected(disk);
        if (disk.state == DiskState.CREATING) {
            throw DiskAct.wrongState(disk, "deleted", "Wait until it is available.");
        }
        if (vm.isPresent() && vm.get().state.mayHaveProcess()) {
            throw new Failure.Conflict(
                    "disk-in-use",
                    "Disk '"
                            + disk.name
                            + "' is attached to VM '"
                            + vm.get().name
                            + "', which is "
                            + vm.get().state.wireName()
                            + ".",
                    "Detach the disk, or stop the VM.");
        }
    }

    /** Throws if nobody is to delete it, not even with its VM. */
    static void refuseProtected(Disk disk) {
        if (disk.protectedFromDeletion) {
            throw new Failure.Conflict(
                    "protected",
                    "Disk '" + disk.name + "' is protected from deletion.",
                    "Set its 'protected' to false first.");
        }
    }

    private final class Delete implements Act {
        private final Payload payload;

        Delete(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return DiskAct.holds(payload.disk(), payload.vm());
        }

        @Override
        public void admit() {
            Disk disk = disks.require(payload.disk());
            DiskAct.requireSameVm(disk, payload.vm());
            Versions.check(payload.version(), disk.version, "Disk '" + disk.name + "'");
            check(disk, Optional.ofNullable(payload.vm()).map(vms::require));
            files.requireUnused(disk.id, disk.format);
            disks.changed(disk);
        }

        @Override
        public List<Step> steps() {
            return List.of(SimpleStep.of("remove", this::remove));
        }

        private void remove() {
            for (DiskFormat format : DiskFormat.values()) {
                files.remove(payload.disk(), format);
            }
        }

        @Override
        public void succeed() {
            disks.remove(disks.require(payload.disk()));
        }

        /** Nothing was removed, or some of it was: the observer tells which. */
        @Override
        public void fail(Failure why) {}

        @Override
        public void ended() {
            if (payload.vm() != null) {
                manifests.refresh(payload.vm());
            }
        }
    }
}
