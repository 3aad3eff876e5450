package dev.vman.agent;

import org.jspecify.annotations.Nullable;

/** Nobody answers: no agent runs in the guest, it hung up, or it said nothing in time. */
public final class AgentSilent extends AgentException {
    AgentSilent(String message) {
        this(message, null);
    }

    AgentSilent(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
