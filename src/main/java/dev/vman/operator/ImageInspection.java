package dev.vman.operator;

import dev.vman.host.Presence;
import dev.vman.inventory.DiskFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Looks into disk files, which may be broken, or a guest's work. Never throws for what it finds.
 */
public interface ImageInspection {
    /** What the file says of itself, from its first bytes; also while a QEMU writes to it. */
    Presence<ImageFacts> look(Path file, DiskFormat format);

    /**
     * Reads a qcow2 file's tables; what is wrong with them, or nothing. Only for one that {@link
     * #look} found to refer to nothing else. It takes no lock: what is found while somebody writes
     * to the file means nothing.
     */
    Presence<Optional<String>> check(Path file);
}
