package dev.vman.operator;

import dev.vman.inventory.DiskFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code qemu-img} wrote into new images. That depends on its arguments alone (an empty qcow2
 * holds no time and no id, and its backing file was not opened), so a second image like the first
 * needs no second process.
 */
final class EmptyImages {
    /** An empty qcow2 has 192 KiB, or a little more for terabytes. */
    private static final int LARGEST = 1 << 18;

    private static final int MOST = 32;
    private final LinkedHashMap<EmptyImage, byte[]> contents = new LinkedHashMap<>(MOST, 1, true);

    /** The content of such an image, where one was made before. */
    synchronized Optional<byte[]> known(EmptyImage image) {
        return Optional.ofNullable(contents.get(image));
    }

    /** Keeps what was made, unless it is large; a raw image is nothing but its length. */
    void keep(EmptyImage image, Path file) throws IOException {
        if (image.format() == DiskFormat.QCOW2 && Files.size(file) <= LARGEST) {
            put(image, Files.readAllBytes(file));
        }
    }

    private synchronized void put(EmptyImage image, byte[] content) {
        byte @Nullable [] _ = contents.put(image, content);
        if (contents.size() > MOST) {
            var _ = contents.pollFirstEntry();
        }
    }
}
