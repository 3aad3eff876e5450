package dev.vman.qmp;

import org.jspecify.annotations.Nullable;

/** No answer came before the deadline, or the caller was interrupted while waiting for one. */
public final class QmpTimedOut extends QmpException {
    private final boolean mayHaveRun;

    QmpTimedOut(String message, boolean mayHaveRun, @Nullable Throwable cause) {
        super(message, cause);
        this.mayHaveRun = mayHaveRun;
    }

    /**
     * Whether QEMU may have carried the command out, or still may. When false, no byte of it has
     * left this process, and none will.
     */
    public boolean mayHaveRun() {
        return mayHaveRun;
    }

    @Override
    QmpException again() {
        return new QmpTimedOut(String.valueOf(getMessage()), mayHaveRun, this);
    }
}
