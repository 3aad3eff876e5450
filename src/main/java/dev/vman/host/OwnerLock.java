package dev.vman.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds {@code <storage>/owner.lock}: one daemon per storage. The kernel lets go of it when the
 * process ends.
 *
 * <p>By flock(2), not by Java's {@code FileLock}: that one is lost as soon as anything in the
 * process opens and closes the file.
 */
public final class OwnerLock implements AutoCloseable {

    private static final int EXCLUSIVE_NOW = 2 | 4;

    private int fd;

    private OwnerLock(int fd) {
        this.fd = fd;
    }

    /** Tries once, without waiting. The file stays when the lock is gone. */
    public static Claim claim(Path storage) throws IOException {
        Path file = storage.resolve("owner.lock");
        int flags = LibC.O_RDWR | LibC.O_CREAT | LibC.O_NOFOLLOW | LibC.O_CLOEXEC;
        int fd = checked(file, LibC.open(file, flags, 0600));
        long result = LibC.flock(fd, EXCLUSIVE_NOW);
        if (result < 0) {
            LibC.close(fd);
            return refused(file, result);
        }
        OwnerLock lock = new OwnerLock(fd);
        try {
            note(file, ProcessHandle.current().pid() + "\n");
            return new Claim.Held(lock);
        } catch (IOException full) {
            lock.close();
            throw full;
        }
    }

    /**
     * Over what is there, and cut afterwards: on a full disk the file keeps the block that it has.
     */
    private static void note(Path file, String holder) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.truncate(bytes.position());
        }
    }

    private static Claim refused(Path file, long result) throws IOException {
        if (result != -Errno.EAGAIN) {
            checked(file, result);
        }
        String pid = Files.readString(file).strip();
        return new Claim.Refused(pid.isEmpty() ? "another process" : "process " + pid);
    }

    private static int checked(Path file, long result) throws IOException {
        if (result < 0) {
            throw new FileSystemException(file.toString(), null, Errno.describe(result));
        }
        return (int) result;
    }

    @Override
    public synchronized void close() {
        if (fd >= 0) {
            LibC.close(fd);
            fd = -1;
        }
    }

    /** What came of trying to become the owner. */
    public sealed interface Claim {

        record Held(OwnerLock lock) implements Claim {}

        /** Somebody else is the owner; the holder is for people, such as {@code process 4711}. */
        record Refused(String holder) implements Claim {}
    }
}
