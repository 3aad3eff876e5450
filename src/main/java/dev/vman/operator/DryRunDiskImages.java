package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Disk files that exist in memory alone: sizes are remembered until the daemon ends, and nothing is
 * written. A file's name up to its first dot is its identity, so that an image keeps its size when
 * its partial name becomes the final one.
 */
public final class DryRunDiskImages implements DiskImages {
    private final Map<String, ByteSize> sizes = new ConcurrentHashMap<>();

    @Override
    public void create(Path partial, DiskFormat format, ByteSize size) {
        sizes.put(identity(partial), size);
    }

    @Override
    public void createOverlay(Path partial, Path image, ByteSize size) {
        sizes.put(identity(partial), size);
    }

    /** An image of an earlier daemon's is taken as made. */
    @Override
    public void grow(Path file, DiskFormat format, ByteSize size) {
        sizes.merge(
                identity(file), size, (now, wanted) -> wanted.bytes() > now.bytes() ? wanted : now);
    }

    @Override
    public ByteSize virtualSize(Path file, DiskFormat format) {
        ByteSize size = sizes.get(identity(file));
        if (size == null) {
            throw new Failure.HostFailure(
                    "image-unusable", "This dry run has made no image " + file + ".", null, null);
        }
        return size;
    }

    private static String identity(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
