package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.operator.DriveSpec;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A disk on the wire. */
record DiskView(
        UUID id,
        @Schema(examples = "data-1") String name,
        @Schema(examples = "1073741824") long sizeBytes,
        @Schema(description = "What its file takes on the host.", examples = "196608")
                long usedBytes,
        DiskFormat format,
        DiskState state,
        @Schema(description = "The id of the VM that it is attached to.") @Nullable UUID vm,
        @Schema(description = "The device's id in QEMU.") @Nullable String device,
        @Nullable DiskBus bus,
        @Schema(description = "What the guest sees as the disk's serial number.") String serial,
        @Schema(description = "The id of the image that it is an overlay of.")
                @Nullable String image,
        boolean root,
        boolean readOnly,
        @Schema(description = "The guest was asked to release it, and has not yet.")
                boolean detachPending,
        @JsonProperty("protected") boolean protectedFromDeletion,
        Instant createdAt,
        Instant updatedAt) {
    static DiskView of(Disk disk, long usedBytes) {
        return new DiskView(
                disk.id,
                disk.name,
                disk.sizeBytes,
                usedBytes,
                disk.format,
                disk.state,
                disk.vm,
                disk.vm == null ? null : DriveSpec.deviceId(disk.id),
                disk.bus,
                DriveSpec.serial(disk.id),
                disk.image == null ? null : disk.image.toString(),
                disk.root,
                disk.readOnly,
                disk.detachPending,
                disk.protectedFromDeletion,
                disk.createdAt,
                disk.updatedAt);
    }
}
