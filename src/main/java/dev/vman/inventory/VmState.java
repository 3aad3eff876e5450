package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a VM was last seen to be. */
public enum VmState {
    STOPPED,
    STARTING,
    RUNNING,
    PAUSED,
    STOPPING,
    /** The process died without being asked to, by us or by its guest. */
    CRASHED,
    /** A start failed; what it had made is cleaned up. */
    ERROR,
    /** The process lives and does not answer. */
    UNREACHABLE;

    /** Whether a QEMU process may exist, so that memory and disks count as taken. */
    public boolean mayHaveProcess() {
        return switch (this) {
            case STARTING, RUNNING, PAUSED, STOPPING, UNREACHABLE -> true;
            case STOPPED, CRASHED, ERROR -> false;
        };
    }

    /** Those in which a process may exist. */
    static List<VmState> live() {
        return Stream.of(values()).filter(VmState::mayHaveProcess).toList();
    }

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
