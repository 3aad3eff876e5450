package dev.vman.operator;

import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import java.nio.file.Path;

/**
 * Disk files, made by {@code qemu-img} under limits and deadlines; formats are always explicit.
 * Implemented on real {@code qemu-img}, and by a dry run that writes nothing.
 */
public interface DiskImages {
    /**
     * Makes an empty image at {@code partial}, which is not flushed to disk yet. An older file
     * there is replaced.
     */
    void create(Path partial, DiskFormat format, ByteSize size);

    /**
     * Makes an empty overlay of a READY image at {@code partial}, which reads from it what it does
     * not hold itself; not flushed to disk yet. An older file there is replaced. The image is not
     * opened.
     */
    void createOverlay(Path partial, Path image, ByteSize size);

    /** Grows an image that no process has open; idempotent. Never shrinks. */
    void grow(Path file, DiskFormat format, ByteSize size);

    /** The image's virtual size; works on an image in use. */
    ByteSize virtualSize(Path file, DiskFormat format);

    /**
     * As {@link #virtualSize}, of an image that nobody vouches for: one that leans on other files
     * of the host, such as a backing file, is refused.
     */
    default ByteSize standaloneSize(Path file, DiskFormat format) {
        return virtualSize(file, format);
    }
}
