package dev.vman.host;

/**
 * Which process, for ever: pids are reused, but not with the same start time within one boot.
 *
 * @param bootId {@code /proc/sys/kernel/random/boot_id}
 * @param startTicks field 22 of {@code /proc/<pid>/stat}
 */
public record ProcessIdentity(String bootId, long pid, long startTicks) {

    public ProcessIdentity {
        if (bootId.isBlank()) {
            throw new IllegalArgumentException("a process identity needs a boot id");
        }
        if (pid <= 0) {
            throw new IllegalArgumentException("not a pid: " + pid);
        }
    }
}
