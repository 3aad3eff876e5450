package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Boot;
import dev.vman.inventory.BootDevice;
import dev.vman.inventory.Cdroms;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Firmware;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.MetadataRows;
import dev.vman.inventory.NamedRows;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Templates;
import dev.vman.inventory.UniqueNames;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.operator.DiskFiles;
import dev.vman.operator.HostName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the rows that a manifest tells of; to be called in one transaction. */
@ApplicationScoped
class AdoptedRows {
    private static final int LONGEST_NAME = 63;
    private final Vms vms;
    private final Disks disks;
    private final MetadataRows metadata;
    private final Cdroms cdroms;
    private final Templates templates;
    private final NicRows nics;
    private final VmUsers users;
    private final DiskFiles files;
    private final AdoptedImages images;
    private final HostName host;

    AdoptedRows(
            Vms vms,
            Disks disks,
            MetadataRows metadata,
            Cdroms cdroms,
            Templates templates,
            NicRows nics,
            VmUsers users,
            DiskFiles files,
            AdoptedImages images,
            HostName host) {
        this.vms = vms;
        this.disks = disks;
        this.metadata = metadata;
        this.cdroms = cdroms;
        this.templates = templates;
        this.nics = nics;
        this.users = users;
        this.files = files;
        this.images = images;
        this.host = host;
    }

    /** Throws {@link Failure.Conflict} when something that the manifest claims is another's. */
    void requireFree(Manifest manifest) {
        Integer uid = manifest.uid();
        if (uid != null) {
            users.keep(manifest.id(), uid);
        }
        for (Manifest.DiskEntry entry : manifest.disks()) {
            disks.findByIdOptional(entry.id()).ifPresent(disk -> refuse(manifest, disk));
        }
    }

    private static void refuse(Manifest manifest, Disk disk) {
        throw new Failure.Conflict(
                "disk-taken",
                "The manifest of VM '"
                        + manifest.name()
                        + "' claims disk '"
                        + disk.name
                        + "', which is recorded already"
                        + (disk.vm == null ? "." : ", as another VM's."),
                "Take the disk out of the manifest, and attach it to its VM afterwards.");
    }

    /** Adds the VM in this state, and its disks. */
    Vm add(Manifest manifest, MachineSight sight) {
        requireFree(manifest);
        Vm vm = vm(manifest, sight);
        UniqueNames.guard("vm", vm.name, () -> vms.adopt(vm, manifest.createdAt()));
        manifest.disks().forEach(entry -> add(vm, entry, sight.state()));
        nics.adopt(vm.id, manifest.nics(), sight.state().mayHaveProcess());
        metadata.set(vm.id, Objects.requireNonNullElse(manifest.metadata(), Metadata.NONE));
        setCdrom(vm.id, manifest.cdrom());
        sight.process().ifPresent(process -> vms.runsAs(vm, process));
        return vm;
    }

    private Vm vm(Manifest manifest, MachineSight sight) {
        Vm vm = new Vm();
        vm.id = manifest.id();
        vm.name = freeName(vms, manifest.name(), manifest.id());
        vm.host = host.value();
        vm.epoch = manifest.epoch() + (manifest.host().equals(host.value()) ? 0 : 1);
        vm.template =
                Optional.ofNullable(manifest.template())
                        .filter(id -> templates.findByIdOptional(id).isPresent())
                        .orElse(null);
        vm.labels = new HashMap<>(manifest.labels());
        vm.cpus = manifest.cpus();
        vm.memoryMib = manifest.memoryMib();
        vm.machine = manifest.machine();
        vm.cpuModel = manifest.cpuModel();
        vm.firmware = Objects.requireNonNullElse(manifest.firmware(), Firmware.BIOS);
        vm.bootFirst = Objects.requireNonNullElse(manifest.bootFirst(), BootDevice.DISK);
        vm.network = nics.known(manifest.network());
        setBoot(vm, manifest);
        vm.restart = manifest.restart();
        vm.startOrder = manifest.startOrder();
        vm.protectedFromDeletion = manifest.protectedFromDeletion();
        vm.uid = manifest.uid();
        vm.desiredState = desired(sight.state());
        vm.state = sight.state();
        vm.stateReason = sight.reason();
        return vm;
    }

    private static void setBoot(Vm vm, Manifest manifest) {
        Boot boot = manifest.boot();
        if (boot != null) {
            vm.kernel = boot.kernel();
            vm.initrd = boot.initrd();
            vm.cmdline = boot.cmdline();
        }
    }

    private void setCdrom(UUID vm, Manifest.@Nullable CdromEntry entry) {
        if (entry != null) {
            if (entry.image() != null) {
                images.requireRow(entry.image(), ImageKind.ISO);
            }
            cdroms.set(vm, entry.image());
        }
    }

    /** What it does is taken for what was wanted. */
    private static DesiredState desired(VmState state) {
        if (state == VmState.PAUSED) {
            return DesiredState.PAUSED;
        }
        return state.mayHaveProcess() ? DesiredState.RUNNING : DesiredState.STOPPED;
    }

    private void add(Vm vm, Manifest.DiskEntry entry, VmState state) {
        Disk disk = new Disk();
        disk.id = entry.id();
        disk.name = freeName(disks, entry.name(), entry.id());
        disk.sizeBytes = entry.sizeBytes();
        disk.format = entry.format();
        disk.vm = vm.id;
        disk.bus = entry.bus();
        disk.slot = entry.slot();
        disk.readOnly = entry.readOnly();
        disk.root = entry.root();
        disk.detachPending = entry.detachPending() && state.mayHaveProcess();
        disk.protectedFromDeletion = entry.protectedFromDeletion();
        disk.image = entry.image();
        if (disk.image != null) {
            images.requireRow(disk.image, ImageKind.DISK);
        }
        boolean there = files.look(disk.id, disk.format).isPresent();
        disk.state = there ? DiskState.ATTACHED : DiskState.MISSING;
        UniqueNames.guard("disk", disk.name, () -> disks.adopt(disk, entry.createdAt()));
    }

    /** The name itself, or with the beginning of the id where another has it. */
    static String freeName(NamedRows<?> rows, String name, UUID id) {
        if (rows.lookUp(new Reference.ByName(name)).isEmpty()) {
            return name;
        }
        String suffix = "-" + id.toString().substring(0, 8);
        int most = LONGEST_NAME - suffix.length();
        return name.substring(0, Math.min(name.length(), most)) + suffix;
    }
}
