package dev.vman.qmp;

import org.jspecify.annotations.Nullable;

/**
 * There is no connection: none could be made, or it has ended, on either side. A command that was
 * under way may have run.
 */
public final class QmpDisconnected extends QmpException {
    QmpDisconnected(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    QmpException again() {
        return new QmpDisconnected(String.valueOf(getMessage()), this);
    }
}
