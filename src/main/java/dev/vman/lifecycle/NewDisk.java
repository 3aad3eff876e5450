package dev.vman.lifecycle;

import dev.vman.inventory.DiskFormat;
import org.jspecify.annotations.Nullable;

/**
 * A disk to create; without a name it is called {@code disk-} and the first half of its id, and
 * qcow2 is the default.
 */
public record NewDisk(
        @Nullable String name,
        long sizeBytes,
        @Nullable DiskFormat format,
        boolean protectedFromDeletion) {}
