package dev.vman.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Takes blocks of the file system for a file before anything is written to them ({@code
 * fallocate(2)}), so that nobody else can.
 */
public final class Preallocation {
    private static final int KEEP_SIZE = 1;
    private static final int PIECE = 1 << 20;

    private Preallocation() {}

    /**
     * Gives an existing file this length, with every block of it allocated, durably. Writes zeros
     * where the file system can't allocate.
     *
     * @throws IOException when there is no room; the file may then be of any length
     */
    public static void fill(Path file, long bytes) throws IOException {
        long result = allocate(file, 0, 0, bytes);
        if (unsupported(result)) {
            writeZeros(file, bytes);
        } else {
            check(file, result);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /**
     * Sees to it that so much can be appended to a file, though the file system be full; neither
     * its length nor its content changes, and another thread or process may be writing it. Lost
     * when the file is cut. Does nothing where the file system can't.
     *
     * @throws IOException when there is no room for it
     */
    public static void reserveBeyondEnd(Path file, long bytes) throws IOException {
        long length = Files.size(file);
        long allocated = AllocatedSize.of(file).orElse(0);
        if (allocated - length < bytes) {
            long result = allocate(file, KEEP_SIZE, length, bytes);
            if (!unsupported(result)) {
                check(file, result);
            }
        }
    }

    private static long allocate(Path file, int mode, long offset, long length) throws IOException {
        int flags = LibC.O_RDWR | LibC.O_NOFOLLOW | LibC.O_CLOEXEC;
        long fd = LibC.open(file, flags, 0);
        check(file, fd);
        try {
            return LibC.fallocate((int) fd, mode, offset, length);
        } finally {
            LibC.close((int) fd);
        }
    }

    private static boolean unsupported(long result) {
        return result == -Errno.EOPNOTSUPP || result == -Errno.ENOSYS;
    }

    private static void check(Path file, long result) throws IOException {
        if (result < 0) {
            throw new FileSystemException(file.toString(), null, Errno.describe(result));
        }
    }

    private static void writeZeros(Path file, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(PIECE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long at = 0;
            while (at < bytes) {
                zeros.clear().limit((int) Math.min(PIECE, bytes - at));
                at += channel.write(zeros, at);
            }
        }
    }
}
