package dev.vman.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Opens files that lie where a guest's QEMU can write: what is there now may be a link, a FIFO or a
 * device. Only the last name of a path is distrusted; the folders above it are ours.
 */
public final class UntrustedFiles {
    /** What is made room for even where a file says that it is smaller: it may be growing. */
    private static final int SMALL = 4096;

    private UntrustedFiles() {}

    /**
     * Opens an existing regular file, and never blocks.
     *
     * @param options as for {@link FileChannel#open}; none means to read
     * @throws IOException if it is not there, or is a link, FIFO, socket, device or folder; or is
     *     to be written and has more than one name
     */
    public static FileChannel openRegular(Path file, OpenOption... options) throws IOException {
        try (PinnedFile pinned = PinnedFile.of(file)) {
            pinned.requireRegular();
            if (!isReadOnly(List.of(options))) {
                pinned.requireSingleName();
            }
            return FileChannel.open(pinned.path(), options);
        }
    }

    /**
     * Opens a regular file for reading that really lies below a folder, by that name alone: not
     * through a link, and not by a second name of a file elsewhere. Asked of what was opened, so
     * nothing can be swapped meanwhile.
     *
     * @param folder without links in its path
     */
    public static SparseFile openBelow(Path folder, Path file) throws IOException {
        try (PinnedFile pinned = PinnedFile.of(file)) {
            pinned.requireRegular();
            pinned.requireSingleName();
            if (!pinned.place().equals(file) || !file.startsWith(folder)) {
                throw pinned.refused("not in the folder, or reached through a link");
            }
            return SparseFile.open(pinned.path());
        }
    }

    private static boolean isReadOnly(List<OpenOption> options) {
        return options.isEmpty() || options.equals(List.of(StandardOpenOption.READ));
    }

    /**
     * All of a regular file; opened as by {@link #openRegular}.
     *
     * @throws IOException also when it is larger than that: what was read of it is of no use
     */
    public static byte[] readAll(Path file, int mostBytes) throws IOException {
        byte[] bytes = readTail(file, mostBytes + 1);
        if (bytes.length > mostBytes) {
            throw new FileSystemException(
                    file.toString(), null, "larger than " + mostBytes + " bytes");
        }
        return bytes;
    }

    /** The last bytes of a regular file, at most so many; opened as by {@link #openRegular}. */
    public static byte[] readTail(Path file, int maxBytes) throws IOException {
        try (FileChannel channel = openRegular(file)) {
            long start = Math.max(0, channel.size() - maxBytes);
            long there = Math.max(channel.size() - start, SMALL) + 1;
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(maxBytes, there));
            int read = 0;
            while (read >= 0 && buffer.hasRemaining()) {
                read = channel.read(buffer, start + buffer.position());
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }
}
