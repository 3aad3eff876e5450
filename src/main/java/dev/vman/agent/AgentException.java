package dev.vman.agent;

import org.jspecify.annotations.Nullable;

/** Why a guest was of no help; the leaves differ in what a caller can do. */
public abstract sealed class AgentException extends RuntimeException
        permits AgentBusy,
                AgentRefused,
                AgentSilent,
                AgentViolation,
                CommandNotStarted,
                CommandTimedOut,
                FileRefused,
                TransferFailed {

    AgentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The message, which there always is. */
    public final String detail() {
        return String.valueOf(getMessage());
    }
}
