package dev.vman.qmp;

import org.jspecify.annotations.Nullable;

/** The peer sent something that is not QMP. The connection is closed, since it can't be trusted. */
public final class QmpProtocolViolation extends QmpException {
    QmpProtocolViolation(String message) {
        this(message, null);
    }

    QmpProtocolViolation(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    QmpException again() {
        return new QmpProtocolViolation(String.valueOf(getMessage()), this);
    }
}
