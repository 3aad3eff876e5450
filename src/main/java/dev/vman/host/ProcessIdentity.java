package dev.vman.host;

/**
 * Which process, for ever: pids are reused, but not with the same start time within one boot.
 *
 * @param bootId {@code /proc/sys/kernel/random/boot_id}
 * @param startTicks field 22 of {@code /proc/<pid>/stat}; {@link #NEVER_SEEN} for a child that was
 *     gone before it could be read, which matches no process
 */
public record ProcessIdentity(String bootId, long pid, long startTicks) {

    /** The start time of a process that nobody has seen alive. */
    public static final long NEVER_SEEN = -1;

    public ProcessIdentity {
        if (bootId.isBlank()) {
            throw new IllegalArgumentException("a process identity needs a boot id");
        }
        if (pid <= 0) {
            throw new IllegalArgumentException("not a pid: " + pid);
        }
    }
}
