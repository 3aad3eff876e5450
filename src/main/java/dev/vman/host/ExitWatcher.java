package dev.vman.host;

import java.io.IOException;
import java.util.Optional;

/** Tells at once when a process ends, without polling and without being its parent. */
public interface ExitWatcher extends AutoCloseable {

    /**
     * Runs {@code onExit} exactly once, on a virtual thread, when the process is gone; at once if
     * it already is. Where the process cannot be watched for the moment (no free descriptor), the
     * watcher keeps trying every second.
     *
     * <p>The process may still be a zombie then: its parent has not collected it. Close the watch
     * when it is of no more use; it holds a descriptor.
     */
    Watch watch(ProcessIdentity identity, Runnable onExit);

    /** Ends all watches, without running them. */
    @Override
    void close();

    /** A watcher with a thread of its own. */
    static ExitWatcher open() throws IOException {
        return new EpollExitWatcher(Epoll.open());
    }

    /**
     * One process being watched. Closing it before the end means that {@code onExit} will not run.
     */
    interface Watch extends AutoCloseable {

        /** How the process ended, as far as the kernel tells; see {@link PidFd#exitStatus}. */
        Optional<ExitStatus> exitStatus();

        @Override
        void close();
    }
}
