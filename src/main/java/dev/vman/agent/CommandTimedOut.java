package dev.vman.agent;

/** The command did not end in its time. */
public final class CommandTimedOut extends AgentException {
    private final boolean killed;

    CommandTimedOut(String message, boolean killed) {
        super(message, null);
        this.killed = killed;
    }

    /** Whether the guest says that it is gone; else it may still run. */
    public boolean killed() {
        return killed;
    }
}
