package dev.vman.host;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Files that are either not there or complete, through a power failure too. */
@SuppressWarnings("DoNotCallSuggester") // the body comes next
public final class DurableFiles {

    private DurableFiles() {}

    /**
     * Writes {@code <name>.partial} beside the target, and publishes it. Replaces what was there.
     */
    public static void write(Path target, byte[] content, Set<PosixFilePermission> permissions)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes a finished partial file durable, renames it to its target in the same folder, and makes
     * the name durable.
     */
    public static void publish(Path partial, Path target) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Makes names that were added, changed or removed in this folder durable. */
    public static void fsyncDirectory(Path directory) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Where the content of {@code target} is written before it is complete. */
    public static Path partialOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".partial");
    }
}
