package dev.vman.agent;

/** The agent answered with an error. */
public final class AgentRefused extends AgentException {
    private final String words;

    AgentRefused(String command, String words) {
        super("the guest agent refused " + command + ": " + words, null);
        this.words = words;
    }

    /** What the agent said. */
    public String words() {
        return words;
    }
}
