package dev.vman.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The rights of one thread, which what it starts inherits. Linux keeps them by thread; it is the C
 * library that makes them the whole process's, so the system calls are made without it. Nothing
 * leads back: for a thread that ends with its work. A user may signal his threads, so no process of
 * his may run before that, other than what the thread starts.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/credentials.7.html">credentials(7)</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/capabilities.7.html">capabilities(7)</a>
 */
final class ThreadRights {
    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int CAPABILITY_VERSION_3 = 0x2008_0522;

    /** Two words for each of the effective, permitted and inheritable sets. */
    private static final int CAPABILITY_SETS = 6;

    private static final int CAPABILITIES_AT_MOST = 64;

    private ThreadRights() {}

    /**
     * Never more rights than now, not even by executing a set-uid program.
     *
     * @param uid the user, and the group of the same number, to become; without a capability, and
     *     in no other group. Takes root
     * @throws IOException if the kernel refuses a part of it; the thread is to be ended then, too
     */
    static void giveUp(Optional<Integer> uid) throws IOException {
        require("no_new_privs", LibC.prctl(PR_SET_NO_NEW_PRIVS, 1));
        if (uid.isPresent()) {
            dropBoundingSet();
            become(uid.get());
            dropCapabilities();
        }
    }

    /** The kernel's last capability is the one before the first that it does not know. */
    private static void dropBoundingSet() throws IOException {
        for (int capability = 0; capability < CAPABILITIES_AT_MOST; capability++) {
            long result = LibC.prctl(PR_CAPBSET_DROP, capability);
            if (result == -Errno.EINVAL && capability > 0) {
                return;
            }
            require("capability " + capability, result);
        }
    }

    /** The user last: the groups take a right that goes with root. */
    private static void become(int uid) throws IOException {
        require("setgroups", LibC.setNoGroups());
        require("setresgid", LibC.setGids(uid));
        require("setresuid", LibC.setUids(uid));
    }

    private static void dropCapabilities() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(JAVA_INT, 2);
            header.setAtIndex(JAVA_INT, 0, CAPABILITY_VERSION_3);
            MemorySegment none = arena.allocate(JAVA_INT, CAPABILITY_SETS);
            require("capset", LibC.capset(header, none));
        }
    }

    private static void require(String what, long result) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + Errno.describe(result));
        }
    }
}
