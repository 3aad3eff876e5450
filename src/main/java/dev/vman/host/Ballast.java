package dev.vman.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that only takes room, to be given up when room is needed. The file itself says whether it
 * is held, also to the next daemon.
 */
public record Ballast(Path file, long bytes) {

    /** Whether it takes all of its room; one of no bytes always does. */
    public boolean isHeld() {
        return bytes == 0 || length() == bytes;
    }

    private long length() {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Idempotent. Throws, and takes nothing, when there is no room for it. */
    public void make() throws IOException {
        if (isHeld()) {
            return;
        }
        giveUp();
        try {
            Preallocation.fill(file, bytes);
        } catch (IOException full) {
            cut();
            throw full;
        }
    }

    /** Idempotent. The empty file stays: neither making nor removing a name needs room then. */
    public void giveUp() throws IOException {
        if (Files.isSymbolicLink(file) || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is no regular file");
        }
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        cut();
    }

    private void cut() throws IOException {
        Set<OpenOption> emptied =
                Set.of(
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        LinkOption.NOFOLLOW_LINKS);
        FileChannel.open(file, emptied).close();
    }
}
