package dev.vman.operator;

import dev.vman.host.FileStamp;
import dev.vman.host.FileTrees;
import dev.vman.host.UntrustedFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a log that somebody else appends to (O_APPEND) small: its end moves to {@code <name>.1},
 * and it begins anew. Lines written in the very moment between may be lost.
 *
 * @param limit bytes from which on the log is cut
 * @param kept the most bytes that {@code <name>.1} keeps
 */
public record CappedLog(Path file, long limit, long kept) {
    private static final int TRIES = 5;

    /**
     * Half of the 16 MiB that a log may cost stay in {@code .1}; the other half is for the log and
     * what is written between two looks.
     */
    public static CappedLog standard(Path file) {
        return new CappedLog(file, 6L << 20, 8L << 20);
    }

    /** Cuts the log if it is too large; returns whether it did. Refuses what is no regular file. */
    boolean cut() throws IOException {
        if (!isLarge()) {
            return false;
        }
        try (FileChannel log =
                UntrustedFiles.openRegular(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            keepEnd(log);
            log.truncate(0);
        }
        return true;
    }

    /**
     * The last bytes that were written, at most so many, also just after a cut.
     *
     * @throws IOException if the log is not there, or something else lies in its place
     */
    public byte[] tail(int bytes) throws IOException {
        byte[] end = {};
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<FileStamp> lastCut = FileStamp.of(older());
            end = UntrustedFiles.readTail(file, bytes);
            if (end.length == bytes) {
                return end;
            }
            byte[] before = tailOfOlder(bytes - end.length);
            // Else the log was cut meanwhile, and they may overlap.
            if (lastCut.equals(FileStamp.of(older()))) {
                return joined(before, end);
            }
        }
        return end;
    }

    /** What QEMU may have put in its place is nothing to show. */
    private byte[] tailOfOlder(int bytes) {
        try {
            return UntrustedFiles.readTail(older(), bytes);
        } catch (IOException _) {
            return new byte[0];
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private Path older() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    private boolean isLarge() {
        // Cheap, and only a hint: what is opened is checked again.
        return file.toFile().length() > limit
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private void keepEnd(FileChannel log) throws IOException {
        Path older = older();
        // QEMU may have put a folder there, full, to keep its log from being cut.
        FileTrees.deleteTree(older);
        // CREATE_NEW follows no link and takes no file that somebody else made meanwhile.
        try (FileChannel target =
                FileChannel.open(
                        older,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            copy(log, Math.max(0, log.size() - kept), target);
        }
    }

    private void copy(FileChannel log, long from, FileChannel target) throws IOException {
        long position = from;
        long left = kept;
        long count;
        while (left > 0 && (count = log.transferTo(position, left, target)) > 0) {
            position += count;
            left -= count;
        }
    }
}
