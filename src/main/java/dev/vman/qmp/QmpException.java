package dev.vman.qmp;

import org.jspecify.annotations.Nullable;

/**
 * Why a QMP command, an event or a connection failed; the leaves differ in what a caller can do.
 */
public abstract sealed class QmpException extends RuntimeException
        permits QmpCommandFailed, QmpTimedOut, QmpDisconnected, QmpProtocolViolation {

    QmpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same failure for one more caller, who gets a stack trace of its own. */
    abstract QmpException again();
}
