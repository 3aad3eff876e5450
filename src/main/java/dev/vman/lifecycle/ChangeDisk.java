package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.UniqueNames;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.DiskFiles;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code disk.change}: another name, or a larger size, also under a running guest. */
@ApplicationScoped
class ChangeDisk implements ActKind<ChangeDisk.Payload> {
    static final String KIND = "disk.change";
    private final Disks disks;
    private final Vms vms;
    private final DiskFiles files;
    private final Operator operator;
    private final MachineSpecs specs;
    private final Manifests manifests;

    ChangeDisk(
            Disks disks,
            Vms vms,
            DiskFiles files,
            Operator operator,
            MachineSpecs specs,
            Manifests manifests) {
        this.disks = disks;
        this.vms = vms;
        this.files = files;
        this.operator = operator;
        this.specs = specs;
        this.manifests = manifests;
    }

    /** The request; {@code vm} is the one that has the disk. */
    record Payload(UUID disk, @Nullable UUID vm, DiskChange change, @Nullable Long version) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Change(payload);
    }

    @Override
    public long roomFor(Payload payload) {
        Long size = payload.change().sizeBytes();
        return size == null ? 0 : DiskFormat.QCOW2.roomWhenEmpty(new ByteSize(size));
    }

    /** Throws unless the disk, on this VM if any, may be changed so. */
    static void check(Disk disk, Optional<Vm> vm, DiskChange change) {
        Long size = change.sizeBytes();
        if (size == null) {
            return;
        }
        if (size < disk.sizeBytes) {
            throw Failure.Invalid.field(
                    "sizeBytes", "must be " + disk.sizeBytes + " at least: a disk never shrinks");
        }
        if (disk.state != DiskState.AVAILABLE && disk.state != DiskState.ATTACHED) {
            throw DiskAct.wrongState(
                    disk, "grown", "Wait until it is available, or put its file back.");
        }
        if (vm.isPresent() && vm.get().state == VmState.UNREACHABLE) {
            throw VmAct.unreachable(vm.get());
        }
    }

    private final class Change implements Act {
        private final Payload payload;

        Change(Payload payload) {
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
            check(disk, Optional.ofNullable(payload.vm()).map(vms::require), payload.change());
        }

        @Override
        public List<Step> steps() {
            Long size = payload.change().sizeBytes();
            return size == null
                    ? List.of()
                    : List.of(SimpleStep.of("grow", () -> grow(new ByteSize(size))));
        }

        private void grow(ByteSize size) {
            Disk disk = QuarkusTransaction.requiringNew().call(() -> disks.require(payload.disk()));
            if (payload.vm() != null && DiskAct.isLive(vms, payload.vm())) {
                DiskAct.machine(operator, payload.vm()).devices().resize(specs.drive(disk), size);
            } else {
                files.grow(disk.id, disk.format, size);
            }
            QuarkusTransaction.requiringNew().run(() -> grown(size));
        }

        /** Whatever becomes of the rest: the disk is larger now. */
        private void grown(ByteSize size) {
            Disk disk = disks.require(payload.disk());
            disk.sizeBytes = size.bytes();
            disks.changed(disk);
        }

        @Override
        public void succeed() {
            Disk disk = disks.require(payload.disk());
            DiskChange change = payload.change();
            disk.name = Objects.requireNonNullElse(change.name(), disk.name);
            disk.protectedFromDeletion =
                    Objects.requireNonNullElse(
                            change.protectedFromDeletion(), disk.protectedFromDeletion);
            UniqueNames.guard("disk", disk.name, () -> disks.changed(disk));
        }

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
