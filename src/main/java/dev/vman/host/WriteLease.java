package dev.vman.host;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Asks the kernel whether anybody has a file open: it grants a lease for writing only where nobody
 * has.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/F_GETLEASE.2const.html">F_SETLEASE(2)</a>
 */
final class WriteLease {

    private static final int F_SETSIG = 10;
    private static final int F_SETLEASE = 1024;
    private static final long F_WRLCK = 1;

    /** Whoever opens the file meanwhile makes the kernel send it; by default it does nothing. */
    private static final long SIGURG = 23;

    private WriteLease() {}

    /**
     * Whether no process has the file open or mapped, this one included. False also where that
     * can't be told: the file is another user's, or its file system knows no leases.
     */
    static boolean isGrantedFor(Path file) {
        try (PinnedFile pinned = PinnedFile.of(file)) {
            pinned.requireRegular();
            int fd = pinned.open(LibC.O_RDONLY);
            try {
                return LibC.fcntl(fd, F_SETSIG, SIGURG) == 0
                        && LibC.fcntl(fd, F_SETLEASE, F_WRLCK) == 0;
            } finally {
                LibC.close(fd);
            }
        } catch (IOException untold) {
            return false;
        }
    }
}
