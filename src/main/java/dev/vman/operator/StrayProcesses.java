package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.host.PidFd;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import dev.vman.host.ProcessTable;
import dev.vman.host.Signal;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * QEMUs that nobody holds: looks at them by their identity, and ends them. Whether one may be ended
 * is for the caller to know.
 */
@Singleton
public final class StrayProcesses {
    private static final Logger LOG = Logger.getLogger(StrayProcesses.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration TERMINATE = Duration.ofSeconds(5);
    private static final Duration KILL = Duration.ofSeconds(5);
    private final ProcessTable processes;
    private final QemuScan scan;

    StrayProcesses(ProcessTable processes, QemuScan scan) {
        this.processes = processes;
        this.scan = scan;
    }

    /** Absent as well when the process is no QEMU (any more). */
    public Presence<QemuProcess> look(ProcessIdentity process) {
        return switch (processes.look(process)) {
            case Presence.Present<ProcessSight>(ProcessSight sight) ->
                    QemuScan.isQemu(sight.arguments())
                            ? new Presence.Present<>(scan.describe(sight))
                            : new Presence.Absent<>();
            case Presence.Absent<ProcessSight> _ -> new Presence.Absent<>();
            case Presence.Unknown<ProcessSight>(String reason) -> new Presence.Unknown<>(reason);
        };
    }

    /**
     * SIGTERM, a deadline, SIGKILL, through a hold that a reused pid cannot deceive. Returns when
     * the process is proven gone; idempotent.
     *
     * @throws Failure.Unavailable it did not end, or that can't be told
     */
    public void end(ProcessIdentity process) {
        switch (PidFd.open(process)) {
            case Presence.Absent<PidFd> _ -> {}
            case Presence.Unknown<PidFd>(String reason) ->
                    throw Failure.Unavailable.now(
                            "process-unknown",
                            "Process " + process.pid() + " can't be held: " + reason,
                            "Try again.");
            case Presence.Present<PidFd>(PidFd held) -> end(held);
        }
    }

    private void end(PidFd held) {
        try (held) {
            if (!endsBy(held, Signal.TERM, TERMINATE) && !endsBy(held, Signal.KILL, KILL)) {
                throw Failure.Unavailable.timedOut(
                        "process-does-not-end",
                        "QEMU (pid " + held.identity().pid() + ") did not end even by SIGKILL.",
                        "Look at the host's storage; it ends when its pending input and output"
                                + " does.");
            }
        } catch (UncheckedIOException e) {
            throw new Failure.HostFailure(
                    "signal-refused",
                    "The kernel refused the signal: " + e.getMessage(),
                    "Run the daemon as root, or as the user that QEMU runs as.",
                    e);
        }
    }

    private boolean endsBy(PidFd held, Signal signal, Duration patience) {
        LOG.infof("sending SIG%s to QEMU, pid %d", signal, held.identity().pid());
        if (!held.signal(signal)) {
            return true;
        }
        Deadline end = Deadline.in(patience);
        while (!processes.look(held.identity()).isAbsent()) {
            if (end.passed() || !pause()) {
                return false;
            }
        }
        return true;
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
