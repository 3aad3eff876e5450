package dev.vman.lifecycle;

import dev.vman.inventory.Boot;
import dev.vman.inventory.Disk;
import dev.vman.inventory.Disks;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmFolder;
import dev.vman.inventory.Vms;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.MachineSpec;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** What the database says of a VM, as the operator wants it. */
@ApplicationScoped
class MachineSpecs {
    private final StorageLayout layout;
    private final Vms vms;
    private final Disks disks;

    MachineSpecs(StorageLayout layout, Vms vms, Disks disks) {
        this.layout = layout;
        this.vms = vms;
        this.disks = disks;
    }

    /**
     * Reads the rows, in the present transaction or one of its own. A disk that is to leave the VM
     * is not part of it.
     */
    MachineSpec of(UUID vm) {
        return QuarkusTransaction.joiningExisting().call(() -> of(vms.require(vm), disks.of(vm)));
    }

    private MachineSpec of(Vm vm, List<Disk> attached) {
        VmFolder folder = layout.vm(vm.id);
        return new MachineSpec(
                vm.id,
                folder,
                vm.cpus,
                vm.memoryMib,
                vm.machine,
                vm.cpuModel,
                vm.boot().map(boot -> bootFiles(boot, folder)),
                attached.stream().filter(disk -> !disk.detachPending).map(this::drive).toList(),
                List.of(new MachineSpec.NicSpec.User(MacAddress.of(vm.id), List.of())),
                uid(vm));
    }

    private static MachineSpec.BootFiles bootFiles(Boot boot, VmFolder folder) {
        return new MachineSpec.BootFiles(
                folder.kernel(),
                Optional.ofNullable(boot.initrd()).map(_ -> folder.initrd()),
                Optional.ofNullable(boot.cmdline()));
    }

    /** The disk as its VM has it; it must be attached. */
    DriveSpec drive(Disk disk) {
        return new DriveSpec(
                disk.id,
                layout.disk(disk.id, disk.format),
                disk.format,
                Objects.requireNonNull(disk.bus),
                Objects.requireNonNull(disk.slot),
                disk.readOnly);
    }

    static OptionalInt uid(Vm vm) {
        return vm.uid == null ? OptionalInt.empty() : OptionalInt.of(vm.uid);
    }
}
