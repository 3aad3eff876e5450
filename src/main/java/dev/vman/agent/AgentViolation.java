package dev.vman.agent;

import org.jspecify.annotations.Nullable;

/** The peer sent what no agent sends. Its line is dropped; the next question begins a new one. */
public final class AgentViolation extends AgentException {
    AgentViolation(String message) {
        this(message, null);
    }

    AgentViolation(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
