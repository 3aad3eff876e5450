package dev.vman.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The kernel's ring buffer of messages.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/syslog.2.html">syslog(2)</a>
 */
final class PrintkLog implements KernelLog {
    private static final int READ_ALL = 3;
    // PROC_PID_INIT_INO in the kernel's include/linux/proc_ns.h.
    private static final String FIRST_NAMESPACE = "pid:[4026531836]";
    // An OOM kill is told in some hundred lines, and the line that counts is among the last.
    private static final int TAIL_BYTES = 128 * 1024;

    @Override
    public Presence<String> oomKillOf(long pid) {
        return hasTheKernelsPids()
                ? read(pid)
                : new Presence.Unknown<>("the kernel's log has other pids than this container");
    }

    private static boolean hasTheKernelsPids() {
        try {
            Path namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
            return namespace.toString().equals(FIRST_NAMESPACE);
        } catch (IOException e) {
            return false;
        }
    }

    private static Presence<String> read(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(TAIL_BYTES);
            long read = LibC.kernelMessages(READ_ALL, buffer);
            if (read < 0) {
                return new Presence.Unknown<>("the kernel's log: " + Errno.describe(read));
            }
            byte[] text = buffer.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE);
            return oomKillIn(new String(text, StandardCharsets.UTF_8), pid);
        }
    }

    /** Written as {@code Killed process 4711 (qemu-system-x86) total-vm:...} since Linux 2.6. */
    static Presence<String> oomKillIn(String log, long pid) {
        Pattern kill = Pattern.compile("\\b[Kk]illed process " + pid + "\\b");
        return log.lines()
                .filter(line -> kill.matcher(line).find())
                .reduce((_, later) -> later)
                .<Presence<String>>map(Presence.Present::new)
                .orElseGet(Presence.Absent::new);
    }
}
