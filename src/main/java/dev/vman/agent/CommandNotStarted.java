package dev.vman.agent;

/** The guest could not begin the command: no such program, user or folder. */
public final class CommandNotStarted extends AgentException {
    CommandNotStarted(String words) {
        super(words, null);
    }
}
