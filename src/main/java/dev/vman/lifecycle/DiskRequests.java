package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Image;
import dev.vman.inventory.Name;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.journal.Target;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The way in for everything that changes disks. Every method throws {@link Failure} to refuse. */
@ApplicationScoped
public class DiskRequests {
    private final Disks disks;
    private final Vms vms;
    private final DiskActs acts;
    private final DiskOrigins origins;
    private final Requests requests;

    DiskRequests(Disks disks, Vms vms, DiskActs acts, DiskOrigins origins, Requests requests) {
        this.disks = disks;
        this.vms = vms;
        this.acts = acts;
        this.origins = origins;
        this.requests = requests;
    }

    public Answer create(NewDisk wanted, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    CreateDisk.Payload payload =
                            QuarkusTransaction.requiringNew().call(() -> resolve(wanted));
                    return requests.submit(
                            acts.create(),
                            new Target("disk", payload.id(), payload.name()),
                            payload,
                            ask);
                });
    }

    private CreateDisk.Payload resolve(NewDisk wanted) {
        UUID id = UUID.randomUUID();
        String name = Objects.requireNonNullElseGet(wanted.name(), () -> NewDiskName.of(id));
        @Nullable Image image = origins.find(wanted.image());
        @Nullable Long size = DiskOrigins.size("sizeBytes", wanted.sizeBytes(), image);
        DiskFormat format = Objects.requireNonNullElse(wanted.format(), DiskFormat.QCOW2);
        new Checks()
                .check(() -> new Name(name))
                .require(size != null, "sizeBytes", "is required without 'image'")
                .require(
                        image == null || format == DiskFormat.QCOW2,
                        "format",
                        "must be qcow2 with 'image'")
                .done();
        ByteSize bytes = VmValues.diskSize("sizeBytes", Objects.requireNonNull(size));
        requests.requireFree("disk", name, disks);
        return new CreateDisk.Payload(
                id,
                name,
                bytes,
                format,
                wanted.protectedFromDeletion(),
                image == null ? null : image.id);
    }

    public Answer change(String reference, DiskChange change, Ask ask) {
        Disk disk = require(reference);
        check(change);
        ChangeDisk.check(disk, vmOf(disk), change);
        return requests.submit(
                acts.change(),
                disk.target(),
                new ChangeDisk.Payload(disk.id, disk.vm, change, demanded(disk, ask)),
                ask);
    }

    private static void check(DiskChange change) {
        String name = change.name();
        Long size = change.sizeBytes();
        Checks checks = new Checks();
        if (name != null) {
            checks.check(() -> new Name(name));
        }
        if (size != null) {
            checks.check(() -> VmValues.diskSize("sizeBytes", size));
        }
        checks.done();
    }

    public Answer delete(String reference, Ask ask) {
        Disk disk = require(reference);
        DeleteDisk.check(disk, vmOf(disk));
        return requests.submit(
                acts.delete(),
                disk.target(),
                new DeleteDisk.Payload(disk.id, disk.vm, demanded(disk, ask)),
                ask);
    }

    /** Attached there already, and not on its way out: nothing is done. */
    public Answer attach(String reference, Attachment wanted, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    Attaching found = attaching(reference, wanted, ask);
                    return found.payload()
                            .map(payload ->
                                    requests.submit(
                                            acts.attach(), found.disk().target(), payload, ask))
                            .orElseGet(() -> new Answer.Unchanged(found.disk().id));
                });
    }

    /** What is to be attached; without a payload when it is attached so already. */
    private record Attaching(Disk disk, Optional<AttachDisk.Payload> payload) {}

    private Attaching attaching(String reference, Attachment wanted, Ask ask) {
        DiskBus bus = Objects.requireNonNullElse(wanted.bus(), DiskBus.VIRTIO);
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    Disk disk = disks.require(Reference.parse(reference));
                    Vm vm = vms.require(Reference.parse(wanted.vm()));
                    boolean there = AttachDisk.isThere(disk, vm.id, bus);
                    if (there && !requests.isBusy(disk.id)) {
                        return new Attaching(disk, Optional.empty());
                    }
                    // What needs not wait is checked by the act itself, this very moment; and what
                    // is there may be on its way out.
                    boolean waits = requests.isBusy(disk.id) || requests.isBusy(vm.id);
                    if (!there && (ask.dryRun() || waits)) {
                        int _ = acts.attach().requireSlot(disk, vm, bus);
                    }
                    return new Attaching(
                            disk,
                            Optional.of(
                                    new AttachDisk.Payload(
                                            disk.id, vm.id, bus, wanted.readOnly())));
                });
    }

    /** Detached already, and not on its way to a VM: nothing is done. */
    public Answer detach(String reference, boolean force, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    Disk disk = require(reference);
                    Optional<Vm> vm = vmOf(disk);
                    // It may be on its way to a VM.
                    boolean busy = requests.isBusy(disk.id);
                    if (!busy && (vm.isEmpty() || disk.state == DiskState.AVAILABLE)) {
                        return new Answer.Unchanged(disk.id);
                    }
                    if (!busy) {
                        DetachDisk.check(disk, vm.get());
                    }
                    UUID from = vm.orElseThrow(() -> DiskAct.busy(disk)).id;
                    DetachDisk.Payload payload = new DetachDisk.Payload(disk.id, from, force);
                    return requests.submit(acts.detach(), disk.target(), payload, ask);
                });
    }

    /**
     * Brings the disk's record in line with what the VM's QEMU has plugged: attached there, or not.
     */
    public Answer align(UUID disk, UUID vm, Ask ask) {
        return requests.once(
                ask,
                () ->
                        requests.submit(
                                acts.align(),
                                require(disk.toString()).target(),
                                new AlignDisk.Payload(disk, vm),
                                ask));
    }

    private Disk require(String reference) {
        return QuarkusTransaction.requiringNew()
                .call(() -> disks.require(Reference.parse(reference)));
    }

    private static @Nullable Long demanded(Disk disk, Ask ask) {
        return Versions.demanded(ask, disk.version, "Disk '" + disk.name + "'");
    }

    private Optional<Vm> vmOf(Disk disk) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Optional.ofNullable(disk.vm).flatMap(vms::findByIdOptional));
    }
}
