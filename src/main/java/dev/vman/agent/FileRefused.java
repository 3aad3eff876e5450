package dev.vman.agent;

/** The guest can't read or write this file; the message is the guest's. */
public final class FileRefused extends AgentException {
    private final Reason reason;

    FileRefused(Reason reason, String words) {
        super(words, null);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What is the matter with it. */
    public enum Reason {
        MISSING,
        NOT_A_FILE,
        REFUSED
    }
}
