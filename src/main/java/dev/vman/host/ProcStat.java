package dev.vman.host;

/**
 * What we need of {@code /proc/<pid>/stat}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcStat(char state, long parent, long session, long threads, long startTicks) {

    /** The name in parentheses is the process's own choice: it may hold spaces and parentheses. */
    static ProcStat parse(String line) {
        int nameEnd = line.lastIndexOf(')');
        if (nameEnd < 0 || nameEnd + 2 >= line.length()) {
            throw new IllegalArgumentException("not a stat line: " + line);
        }
        int state = nameEnd + 2;
        int parent = skip(line, state, 1);
        int session = skip(line, parent, 2);
        int threads = skip(line, session, 14);
        int startTicks = skip(line, threads, 2);
        return new ProcStat(
                line.charAt(state),
                number(line, parent),
                number(line, session),
                number(line, threads),
                number(line, startTicks));
    }

    /** Where the field begins that is so many further. Read too often to split them all. */
    private static int skip(String line, int from, int fields) {
        int at = from;
        for (int skipped = 0; skipped < fields; skipped++) {
            at = line.indexOf(' ', at) + 1;
            if (at == 0) {
                throw new IllegalArgumentException("a short stat line: " + line);
            }
        }
        return at;
    }

    private static long number(String line, int from) {
        int end = line.indexOf(' ', from);
        return Long.parseLong(line, from, end < 0 ? line.length() : end, 10);
    }

    /**
     * A zombie, or one that is just going. Not one whose first thread has ended alone: another may
     * hang in the kernel, with all that the process has.
     */
    boolean isDead() {
        boolean ended = state == 'Z' || state == 'X' || state == 'x';
        return ended && threads <= 1;
    }
}
