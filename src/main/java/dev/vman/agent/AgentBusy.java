package dev.vman.agent;

/** As much is asked of this guest already as it may be asked at a time. */
public final class AgentBusy extends AgentException {
    AgentBusy(String message) {
        super(message, null);
    }
}
