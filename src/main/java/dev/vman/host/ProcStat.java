package dev.vman.host;

/**
 * What we need of {@code /proc/<pid>/stat}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcStat(char state, long parent, long session, long startTicks) {

    /** The name in parentheses is the process's own choice: it may hold spaces and parentheses. */
    static ProcStat parse(String line) {
        int nameEnd = line.lastIndexOf(')');
        if (nameEnd < 0 || nameEnd + 2 >= line.length()) {
            throw new IllegalArgumentException("not a stat line: " + line);
        }
        String[] fields = line.substring(nameEnd + 2).strip().split(" ", -1);
        if (fields.length < 20) {
            throw new IllegalArgumentException("a short stat line: " + line);
        }
        return new ProcStat(
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19]));
    }

    /** A zombie, or one that is just going. */
    boolean isDead() {
        return state == 'Z' || state == 'X' || state == 'x';
    }
}
