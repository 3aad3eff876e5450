package dev.vman.host;

import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * Work in another network namespace. A socket belongs for ever to the namespace of the thread that
 * made it, whichever threads use it later; so one thread enters, makes it, and ends.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/setns.2.html">setns(2)</a>
 */
public final class NamespaceThread {
    private static final int CLONE_NEWNET = 0x4000_0000;

    private NamespaceThread() {}

    /**
     * Does the work there, and returns its result.
     *
     * @param work must not block for long: its caller waits
     * @throws IOException if the namespace can't be entered (it does not exist, the rights are
     *     missing), the work failed, or the caller was interrupted
     */
    public static <T> T call(NamespaceName namespace, Callable<T> work) throws IOException {
        return PlatformThreads.callOnce(
                "netns-" + namespace.name(),
                () -> {
                    enter(namespace);
                    return work.call();
                });
    }

    /** Moves the calling thread, for good: one that ends with its work. */
    static void enter(NamespaceName namespace) throws IOException {
        long fd = LibC.open(namespace.file(), LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        if (fd < 0) {
            throw refused(namespace, fd);
        }
        try {
            long result = LibC.setns((int) fd, CLONE_NEWNET);
            if (result < 0) {
                throw refused(namespace, result);
            }
        } finally {
            LibC.close((int) fd);
        }
    }

    private static IOException refused(NamespaceName namespace, long result) {
        return new IOException(
                "can't enter network namespace "
                        + namespace.name()
                        + ": "
                        + Errno.describe(result));
    }
}
