package dev.vman.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/**
 * A hold on one process that a reused pid cannot deceive. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
 */
public final class PidFd implements AutoCloseable {

    /** {@code _IOWR(0xFF, 11, struct pidfd_info)} with the structure's first size, 64 bytes. */
    private static final long PIDFD_GET_INFO = 0xC040FF0BL;

    private static final long PIDFD_INFO_EXIT = 1 << 3;
    private static final int INFO_SIZE = 64;
    private static final int INFO_EXIT_CODE = 60;
    private static final Duration EXIT_POLL = Duration.ofMillis(10);

    private final ProcessIdentity identity;
    private int fd;

    private PidFd(ProcessIdentity identity, int fd) {
        this.identity = identity;
        this.fd = fd;
    }

    /**
     * Takes hold of the process. Absent when it is gone or its pid belongs to another one; a zombie
     * that its parent has not collected can still be held.
     */
    public static Presence<PidFd> open(ProcessIdentity identity) {
        long fd = LibC.pidfdOpen(identity.pid());
        if (fd == -Errno.ESRCH) {
            return new Presence.Absent<>();
        }
        if (fd < 0) {
            return new Presence.Unknown<>("pidfd_open: " + Errno.describe(fd));
        }
        PidFd held = new PidFd(identity, (int) fd);
        Presence<PidFd> checked = held.checked();
        if (!checked.isPresent()) {
            held.close();
        }
        return checked;
    }

    /**
     * The pid can't pass to another process between open and this reading without the identity
     * telling.
     */
    private Presence<PidFd> checked() {
        try {
            boolean same =
                    ProcFiles.bootId().equals(identity.bootId())
                            && ProcFiles.stat(identity.pid()).startTicks() == identity.startTicks();
            return same ? new Presence.Present<>(this) : new Presence.Absent<>();
        } catch (IOException trouble) {
            return ProcFiles.isGone(identity.pid())
                    ? new Presence.Absent<>()
                    : new Presence.Unknown<>(
                            "process " + identity.pid() + ": " + trouble.getMessage());
        }
    }

    public ProcessIdentity identity() {
        return identity;
    }

    /**
     * Sends the signal; false when the process was already gone.
     *
     * @throws UncheckedIOException if the kernel refuses, for want of rights
     */
    public synchronized boolean signal(Signal signal) {
        long result = LibC.pidfdSendSignal(descriptor(), signal.number());
        if (result == -Errno.ESRCH) {
            return false;
        }
        if (result < 0) {
            throw new UncheckedIOException(
                    new IOException(
                            signal
                                    + " to process "
                                    + identity.pid()
                                    + ": "
                                    + Errno.describe(result)));
        }
        return true;
    }

    /**
     * How the process ended. Empty while it runs, until its parent has collected it, and always on
     * kernels before 6.15.
     */
    public synchronized Optional<ExitStatus> exitStatus() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO_SIZE, Long.BYTES);
            info.set(JAVA_LONG, 0, PIDFD_INFO_EXIT);
            long result = LibC.ioctl(descriptor(), PIDFD_GET_INFO, info);
            boolean told = result >= 0 && (info.get(JAVA_LONG, 0) & PIDFD_INFO_EXIT) != 0;
            return told
                    ? Optional.of(ExitStatus.ofWaitStatus(info.get(JAVA_INT, INFO_EXIT_CODE)))
                    : Optional.empty();
        }
    }

    /** As {@link #exitStatus()}, but gives the parent so long to collect it. */
    public Optional<ExitStatus> exitStatus(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<ExitStatus> status = exitStatus();
        while (status.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(EXIT_POLL);
            status = exitStatus();
        }
        return status;
    }

    /** For epoll; valid until closed. */
    synchronized int descriptor() {
        if (fd < 0) {
            throw new IllegalStateException("closed: pidfd of process " + identity.pid());
        }
        return fd;
    }

    @Override
    public synchronized void close() {
        if (fd >= 0) {
            LibC.close(fd);
            fd = -1;
        }
    }
}
