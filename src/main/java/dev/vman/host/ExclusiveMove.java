package dev.vman.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Renames whatever a name stands for, within one file system: nothing is copied, no link is
 * followed, and nothing is replaced (renameat2(2) with RENAME_NOREPLACE). Both folders are durable
 * afterwards.
 */
public final class ExclusiveMove {
    private static final int AT_FDCWD = -100;
    private static final int RENAME_NOREPLACE = 1;

    private static final NativeFunction RENAMEAT2 =
            NativeFunction.of(
                    "renameat2",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));

    private ExclusiveMove() {}

    /**
     * Moves it, or throws and leaves both as they were.
     *
     * @throws NoSuchFileException there is nothing at {@code from}
     * @throws FileAlreadyExistsException something is at {@code to}; it is left alone
     * @throws AtomicMoveNotSupportedException they are on different file systems
     */
    public static void move(Path from, Path to) throws IOException {
        long result = rename(from, to);
        if (result == -Errno.EINVAL || result == -Errno.ENOSYS) {
            moveUnlessThere(from, to);
        } else if (result < 0) {
            throw failure(from, to, result);
        }
        DurableFiles.fsyncDirectory(parent(to));
        DurableFiles.fsyncDirectory(parent(from));
    }

    private static long rename(Path from, Path to) {
        try (Arena arena = Arena.ofConfined()) {
            return RENAMEAT2.call(
                    AT_FDCWD,
                    arena.allocateFrom(from.toString()),
                    AT_FDCWD,
                    arena.allocateFrom(to.toString()),
                    RENAME_NOREPLACE);
        }
    }

    /** For file systems that don't know the flag, such as NFS; leaves a gap between both calls. */
    private static void moveUnlessThere(Path from, Path to) throws IOException {
        if (!Files.notExists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static IOException failure(Path from, Path to, long result) {
        return switch ((int) -result) {
            case Errno.ENOENT -> new NoSuchFileException(from.toString());
            case Errno.EEXIST -> new FileAlreadyExistsException(to.toString());
            case Errno.EXDEV ->
                    new AtomicMoveNotSupportedException(
                            from.toString(), to.toString(), "on another file system (EXDEV)");
            default ->
                    new FileSystemException(from.toString(), to.toString(), Errno.describe(result));
        };
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not a file: " + file);
        }
        return parent;
    }
}
