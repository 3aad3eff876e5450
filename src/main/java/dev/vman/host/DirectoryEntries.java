package dev.vman.host;

import dev.vman.host.FolderListing.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * Reads a folder's entries with their types, which Java's listings leave out: an lstat each would
 * be most of what a large folder costs.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/getdents.2.html">getdents64(2)</a>
 */
final class DirectoryEntries {
    private static final int BUFFER = 64 * 1024;
    // struct linux_dirent64
    private static final long LENGTH_AT = 16;
    private static final long TYPE_AT = 18;
    private static final long NAME_AT = 19;

    private DirectoryEntries() {}

    /**
     * Every entry but {@code .} and {@code ..}; the kind is UNKNOWN where the file system keeps
     * none.
     */
    static void forEach(Path folder, BiConsumer<String, Kind> entry) throws IOException {
        long fd = LibC.open(folder, LibC.O_DIRECTORY | LibC.O_CLOEXEC, 0);
        if (fd < 0) {
            throw new FileSystemException(folder.toString(), null, Errno.describe(fd));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER, Long.BYTES);
            long filled;
            while ((filled = LibC.directoryEntries((int) fd, buffer)) > 0) {
                parse(buffer.asSlice(0, filled), entry);
            }
            if (filled < 0) {
                throw new FileSystemException(folder.toString(), null, Errno.describe(filled));
            }
        } finally {
            LibC.close((int) fd);
        }
    }

    private static void parse(MemorySegment entries, BiConsumer<String, Kind> entry) {
        for (long at = 0; at < entries.byteSize(); ) {
            int length =
                    Short.toUnsignedInt(
                            entries.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + LENGTH_AT));
            String name = entries.getString(at + NAME_AT, StandardCharsets.UTF_8);
            if (!name.equals(".") && !name.equals("..")) {
                entry.accept(name, kind(entries.get(ValueLayout.JAVA_BYTE, at + TYPE_AT)));
            }
            at += length;
        }
    }

    private static Kind kind(byte type) {
        return switch (type) {
            case 0 -> Kind.UNKNOWN;
            case 4 -> Kind.FOLDER;
            case 8 -> Kind.FILE;
            case 10 -> Kind.LINK;
            default -> Kind.OTHER;
        };
    }
}
