package dev.vman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel's autogroups give to this process. They share the CPU between sessions, whatever
 * runs in them, so that each guest that is busy gets as much of it as the whole daemon, and ten of
 * them keep it from starting an eleventh.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/sched.7.html">sched(7)</a>
 */
public final class SessionPriority {
    private static final Path AUTOGROUP = Path.of("/proc/self/autogroup");
    private static final String AHEAD = "-10";

    private SessionPriority() {}

    /**
     * Puts this process ahead of other sessions. False, and nothing is changed, where it has no
     * session of its own, the rights are missing, or the kernel has no autogroups.
     */
    public static boolean raise() {
        try {
            long self = ProcessHandle.current().pid();
            if (ProcFiles.stat(self).session() != self) {
                return false;
            }
            Files.writeString(AUTOGROUP, AHEAD);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
