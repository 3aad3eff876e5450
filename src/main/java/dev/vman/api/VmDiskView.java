package dev.vman.api;

import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.operator.DriveSpec;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A disk as its VM shows it. */
record VmDiskView(
        UUID id,
        @Schema(examples = "data-1") String name,
        @Schema(description = "The device's id in QEMU.") String device,
        @Nullable DiskBus bus,
        @Schema(examples = "1073741824") long sizeBytes,
        DiskFormat format,
        @Schema(description = "What the guest sees as the disk's serial number.") String serial,
        DiskState state,
        boolean root,
        boolean readOnly,
        boolean detachPending) {
    static VmDiskView of(Disk disk) {
        return new VmDiskView(
                disk.id,
                disk.name,
                DriveSpec.deviceId(disk.id),
                disk.bus,
                disk.sizeBytes,
                disk.format,
                DriveSpec.serial(disk.id),
                disk.state,
                disk.root,
                disk.readOnly,
                disk.detachPending);
    }
}
