package dev.vman.host;

import java.time.Duration;
import java.util.Optional;

/**
 * A hold on one process that a reused pid cannot deceive (pidfd_open(2)). Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
 */
@SuppressWarnings("DoNotCallSuggester") // the body comes next
public final class PidFd implements AutoCloseable {

    private PidFd() {}

    /** Absent when the process is gone or its pid belongs to another one. */
    public static Presence<PidFd> open(ProcessIdentity identity) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends the signal; false when the process was already gone.
     *
     * @throws java.io.UncheckedIOException if the kernel refuses, for want of rights
     */
    public boolean signal(Signal signal) {
        throw new UnsupportedOperationException();
    }

    /**
     * How the process ended. Empty while it runs, until its parent has collected it, and always on
     * kernels before 6.15.
     */
    public Optional<ExitStatus> exitStatus() {
        throw new UnsupportedOperationException();
    }

    /** As {@link #exitStatus()}, but waits for it. */
    public Optional<ExitStatus> exitStatus(Duration patience) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
