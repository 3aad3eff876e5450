package dev.vman.agent;

import org.jspecify.annotations.Nullable;

/** A file's bytes did not all arrive as they were sent, or not in time; nothing of it is kept. */
public final class TransferFailed extends AgentException {
    TransferFailed(String message) {
        this(message, null);
    }

    TransferFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
