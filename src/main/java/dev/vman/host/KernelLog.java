package dev.vman.host;

/** What the kernel says of processes that it ended itself. */
public interface KernelLog {
    /**
     * The line that tells of the process's end by the kernel's OOM killer, that of a memory cgroup
     * included. Unknown where the log can't be read, as without root, or tells of other pids, as to
     * a container. A pid is used again: ask only for one that has just been killed.
     */
    Presence<String> oomKillOf(long pid);

    /** The log of the host that this program runs on. */
    static KernelLog ofThisHost() {
        return new PrintkLog();
    }
}
