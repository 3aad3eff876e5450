package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.journal.StepContext;
import dev.vman.operator.DiskFiles;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code disk.attach}: hot where the VM runs, else for its next start. */
@ApplicationScoped
class AttachDisk implements ActKind<AttachDisk.Payload> {
    static final String KIND = "disk.attach";

    /** A manifest; the guest will want more. */
    private static final long ROOM = 1L << 16;

    private final Disks disks;
    private final Vms vms;
    private final DiskFiles files;
    private final Operator operator;
    private final MachineSpecs specs;
    private final Manifests manifests;

    AttachDisk(
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

    /** The request. */
    record Payload(UUID disk, UUID vm, DiskBus bus, boolean readOnly) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Attach(payload);
    }

    @Override
    public long roomFor(Payload payload) {
        return ROOM;
    }

    /** Whether it is attached there already; not where its guest is yet to release it. */
    static boolean isThere(Disk disk, UUID vm, DiskBus bus) {
        return disk.state == DiskState.ATTACHED
                && !disk.detachPending
                && vm.equals(disk.vm)
                && bus == disk.bus;
    }

    /** The slot that it gets; throws unless the disk may be attached to the VM. */
    int requireSlot(Disk disk, Vm vm, DiskBus bus) {
        if (disk.state != DiskState.AVAILABLE) {
            throw DiskAct.wrongState(disk, "attached", wayOutOf(disk));
        }
        switch (vm.state) {
            case UNREACHABLE -> throw VmAct.unreachable(vm);
            case STARTING, STOPPING ->
                    throw VmAct.wrongState(
                            vm, "given a disk", "Wait until it is running or stopped.");
            case STOPPED, RUNNING, PAUSED, CRASHED, ERROR -> {}
        }
        if (!files.look(disk.id, disk.format).isPresent()) {
            throw new Failure.Conflict(
                    "disk-missing",
                    "The file of disk '" + disk.name + "' is missing.",
                    "Put the file back.");
        }
        return freeSlot(vm, bus);
    }

    private static String wayOutOf(Disk disk) {
        if (disk.state != DiskState.ATTACHED) {
            return "Look at the disk's state.";
        }
        return disk.detachPending
                ? "Its guest has yet to release it: wait for that, or stop the VM that has it."
                : "Detach it first.";
    }

    private int freeSlot(Vm vm, DiskBus bus) {
        int slots = bus == DiskBus.VIRTIO ? DriveSpec.VIRTIO_SLOTS : DriveSpec.SCSI_SLOTS;
        return disks.freeSlot(vm.id, bus, slots)
                .orElseThrow(() ->
                        new Failure.Conflict(
                                "no-free-slot",
                                "VM '"
                                        + vm.name
                                        + "' has all of its "
                                        + slots
                                        + " "
                                        + bus.wireName()
                                        + " slots taken.",
                                bus == DiskBus.VIRTIO
                                        ? "Detach a disk, or attach this one with bus 'scsi'."
                                        : "Detach a disk."));
    }

    private final class Attach implements Act {
        private final Payload payload;

        Attach(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.disk(), payload.vm());
        }

        @Override
        public boolean settled() {
            return isThere(disks.require(payload.disk()), payload.vm(), payload.bus());
        }

        @Override
        public void admit() {
            Disk disk = disks.require(payload.disk());
            Vm vm = vms.require(payload.vm());
            disk.slot = requireSlot(disk, vm, payload.bus());
            disk.vm = vm.id;
            disk.bus = payload.bus();
            disk.readOnly = payload.readOnly();
            disks.changed(disk);
        }

        @Override
        public List<Step> steps() {
            return List.of(new Plug(payload));
        }

        @Override
        public void succeed() {
            Disk disk = disks.require(payload.disk());
            disk.state = DiskState.ATTACHED;
            disks.changed(disk);
        }

        @Override
        public void fail(Failure why) {
            Disk disk = disks.require(payload.disk());
            disk.detach();
            disks.changed(disk);
        }

        /**
         * QEMU may have it, or get it yet: the observer lets it go when QEMU says that it has not.
         */
        @Override
        public void abandon(Failure why) {
            Disk disk = disks.require(payload.disk());
            disk.state = DiskState.ATTACHED;
            disk.detachPending = true;
            disks.changed(disk);
        }

        @Override
        public void ended() {
            manifests.refreshSoon(payload.vm());
        }
    }

    private final class Plug implements Step {
        private final Payload payload;
        private final Once<Optional<DriveSpec>> drive;

        Plug(Payload payload) {
            this.payload = payload;
            this.drive = new Once<>(this::read);
        }

        /** Empty where the VM has no process. */
        private Optional<DriveSpec> read() {
            return QuarkusTransaction.joiningExisting()
                    .call(() -> {
                        boolean live = vms.require(payload.vm()).state.mayHaveProcess();
                        return live
                                ? Optional.of(specs.drive(disks.require(payload.disk())))
                                : Optional.empty();
                    });
        }

        /** Reads what the plug needs while the rows are at hand. */
        @Override
        public void announced() {
            Optional<DriveSpec> _ = drive.get();
        }

        @Override
        public String name() {
            return "plug";
        }

        @Override
        public Probe probe() {
            if (!DiskAct.isLive(vms, payload.vm())) {
                return Probe.NOT_DONE;
            }
            try {
                LiveMachine machine = DiskAct.machine(operator, payload.vm());
                String device = DriveSpec.deviceId(payload.disk());
                boolean there =
                        machine.devices().drives().stream()
                                .anyMatch(drive -> drive.deviceId().equals(device));
                return there ? Probe.DONE : Probe.NOT_DONE;
            } catch (Failure.Unavailable e) {
                return DeviceProbe.unanswered(operator, payload.vm());
            }
        }

        /** Cold: the row is all there is to it. */
        @Override
        public void perform(StepContext context) {
            drive.get()
                    .ifPresent(
                            found -> DiskAct.machine(operator, payload.vm()).devices().plug(found));
        }

        /** A failed plug leaves nothing in QEMU; one that was not answered may. */
        @Override
        public void undo() {
            if (probe() != Probe.NOT_DONE) {
                throw Failure.Unavailable.now(
                        "vm-unreachable",
                        "It can't be told whether QEMU has the disk.",
                        "Look at the disk when the VM answers again.");
            }
        }
    }
}
