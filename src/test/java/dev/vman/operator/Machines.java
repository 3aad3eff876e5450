package dev.vman.operator;

import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.StorageLayout;
import dev.vman.operator.MachineSpec.BootFiles;
import dev.vman.operator.MachineSpec.NicSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Machines to test with. */
final class Machines {
    static final UUID ID = UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100");

    private Machines() {}

    /** One CPU, 64 MiB, and nothing else. */
    static MachineSpec bare(StorageLayout storage) {
        return with(storage, Optional.empty(), List.of(), List.of());
    }

    static MachineSpec with(
            StorageLayout storage,
            Optional<BootFiles> boot,
            List<DriveSpec> drives,
            List<NicSpec> nics) {
        return new MachineSpec(
                ID,
                storage.vm(ID),
                1,
                64,
                "pc-q35-7.2",
                "Westmere-v1",
                boot,
                drives,
                nics,
                OptionalInt.empty());
    }

    static DriveSpec drive(
            StorageLayout storage, int number, DiskFormat format, DiskBus bus, int slot) {
        UUID id = new UUID((long) number << 32 | 0x4444, 0x8000_0000_0000_0000L);
        return new DriveSpec(id, storage.disk(id, format), format, bus, slot, false);
    }

    static DriveSpec readOnly(DriveSpec drive) {
        return new DriveSpec(
                drive.disk(), drive.file(), drive.format(), drive.bus(), drive.slot(), true);
    }

    static CdromMedium medium(StorageLayout storage) {
        UUID id = new UUID(0x5555_0000_5555L, 0x8000_0000_0000_0000L);
        return new CdromMedium(id, storage.image(id, ImageKind.ISO));
    }

    static NicSpec nic() {
        return nic(0);
    }

    static NicSpec nic(int slot) {
        return new NicSpec.User(NicPlace.fixed(slot), MacAddress.of(ID), List.of());
    }

    static BootFiles kernel(StorageLayout storage, String cmdline) {
        Path kernel = storage.vm(ID).kernel();
        return new BootFiles(kernel, Optional.of(storage.vm(ID).initrd()), Optional.of(cmdline));
    }
}
