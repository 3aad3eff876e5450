package dev.vman.lifecycle;

import dev.vman.inventory.Boot;
import dev.vman.inventory.BootDevice;
import dev.vman.inventory.Cdroms;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Firmware;
import dev.vman.inventory.MetadataRows;
import dev.vman.inventory.UniqueNames;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of a VM that is being created, and of what belongs to it. */
@ApplicationScoped
class NewVmRows {
    private final Vms vms;
    private final Disks disks;
    private final NicRows nics;
    private final MetadataRows metadata;
    private final VmUsers users;
    private final DiskOrigins origins;
    private final IsoImages isos;
    private final Cdroms cdroms;

    NewVmRows(
            Vms vms,
            Disks disks,
            NicRows nics,
            MetadataRows metadata,
            VmUsers users,
            DiskOrigins origins,
            IsoImages isos,
            Cdroms cdroms) {
        this.vms = vms;
        this.disks = disks;
        this.nics = nics;
        this.metadata = metadata;
        this.users = users;
        this.origins = origins;
        this.isos = isos;
        this.cdroms = cdroms;
    }

    /** In the transaction that admits it; throws {@link dev.vman.Failure} where a name is taken. */
    void add(CreateVm.Payload payload) {
        UniqueNames.guard("vm", payload.name(), () -> vms.add(vm(payload)));
        nics.join(payload.id(), payload.nics());
        // one recorded by an earlier version has none
        if (payload.metadata() != null) {
            metadata.set(payload.id(), payload.metadata());
        }
        origins.claim(payload.image());
        if (payload.cdrom() != null) {
            isos.claim(payload.cdrom());
            cdroms.set(payload.id(), payload.cdrom());
        }
        if (payload.rootDisk() != null) {
            Disk disk = rootDisk(payload.rootDisk(), payload);
            UniqueNames.guard("disk", disk.name, () -> disks.add(disk));
        }
    }

    private Vm vm(CreateVm.Payload payload) {
        Vm vm = new Vm();
        vm.id = payload.id();
        vm.name = payload.name();
        vm.host = payload.host();
        vm.template = payload.template();
        vm.labels = new HashMap<>(payload.labels());
        vm.cpus = payload.cpus();
        vm.memoryMib = payload.memoryMib();
        vm.machine = payload.machine();
        vm.cpuModel = payload.cpuModel();
        vm.firmware = Objects.requireNonNullElse(payload.firmware(), Firmware.BIOS);
        vm.bootFirst = Objects.requireNonNullElse(payload.bootFirst(), BootDevice.DISK);
        vm.network = payload.network();
        setBoot(vm, payload.boot());
        vm.restart = payload.restart();
        vm.startOrder = payload.startOrder();
        vm.protectedFromDeletion = payload.protectedFromDeletion();
        vm.uid = users.choose(payload.id()).orElse(null);
        vm.desiredState = DesiredState.STOPPED;
        vm.state = VmState.STOPPED;
        vm.stateReason = "being created";
        return vm;
    }

    private static void setBoot(Vm vm, @Nullable Boot boot) {
        if (boot != null) {
            vm.kernel = boot.kernel();
            vm.initrd = boot.initrd();
            vm.cmdline = boot.cmdline();
        }
    }

    private static Disk rootDisk(UUID id, CreateVm.Payload payload) {
        Disk disk = new Disk();
        disk.id = id;
        disk.name = NewDiskName.of(id);
        disk.sizeBytes = payload.rootSize().bytes();
        disk.format = DiskFormat.QCOW2;
        disk.state = DiskState.CREATING;
        disk.vm = payload.id();
        disk.bus = DiskBus.VIRTIO;
        disk.slot = 0;
        disk.root = true;
        disk.image = payload.image();
        return disk;
    }
}
