package dev.vman.lifecycle;

import dev.vman.inventory.DiskFormat;
import org.jspecify.annotations.Nullable;

/**
 * A disk to create; without a name it is called {@code disk-} and the first half of its id, and
 * qcow2 is the default.
 *
 * @param sizeBytes null: the image's
 * @param image what it begins as, by id or name
 */
public record NewDisk(
        @Nullable String name,
        @Nullable Long sizeBytes,
        @Nullable DiskFormat format,
        boolean protectedFromDeletion,
        @Nullable String image) {
    /** An empty one. */
    public NewDisk(
            @Nullable String name,
            long sizeBytes,
            @Nullable DiskFormat format,
            boolean protectedFromDeletion) {
        this(name, sizeBytes, format, protectedFromDeletion, null);
    }
}
