package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.host.PidFd;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.Signal;
import dev.vman.operator.LiveMachine.StopOutcome;
import dev.vman.operator.LiveMachine.StopRequest;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Ends a machine, from the gentlest way to the last: ACPI power-down, the guest's agent where the
 * power button is not heard, QMP quit, SIGTERM, SIGKILL. Each rung has its deadline; only the death
 * watch says that the process is gone.
 */
final class StopLadder {
    private static final Logger LOG = Logger.getLogger(StopLadder.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration COMMAND = Duration.ofMillis(500);
    // A guest that is still booting does not hear the power button, nor does its agent answer.
    private static final Duration PRESS_AGAIN = Duration.ofSeconds(5);
    // Of the guest's time, what the power button alone gets: a third.
    private static final int BUTTON_SHARE = 3;
    // In these the guest will not run again, or never ran: it can't answer the power button.
    private static final Set<String> GUEST_IS_DEAF =
            Set.of("prelaunch", "shutdown", "internal-error", "guest-panicked", "inmigrate");

    /** How long each rung after the guest's may take. */
    record Rungs(Duration quit, Duration terminate, Duration kill) {
        static final Rungs STANDARD =
                new Rungs(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    private final ProcessIdentity process;
    private final QmpLink link;
    private final DeathWatch death;
    private final BooleanSupplier stoppedBySignal;
    private final Runnable askAgent;
    private final Rungs rungs;

    /**
     * A ladder.
     *
     * @param stoppedBySignal whether the process is held by SIGSTOP, so that only SIGKILL ends it
     * @param askAgent begins to ask the guest by its agent, where there is one; does not wait
     */
    StopLadder(
            ProcessIdentity process,
            QmpLink link,
            DeathWatch death,
            BooleanSupplier stoppedBySignal,
            Runnable askAgent,
            Rungs rungs) {
        this.process = process;
        this.link = link;
        this.death = death;
        this.stoppedBySignal = stoppedBySignal;
        this.askAgent = askAgent;
        this.rungs = rungs;
    }

    StopOutcome climb(StopRequest request, BooleanSupplier cancelled) {
        if (death.death().isPresent()) {
            return StopOutcome.ALREADY_GONE;
        }
        if (!request.force() && guestEnds(request.guestTimeout(), cancelled)) {
            return StopOutcome.GUEST_POWERED_OFF;
        }
        if (quits()) {
            return guestAsked() ? StopOutcome.GUEST_POWERED_OFF : StopOutcome.QUIT;
        }
        if (terminates()) {
            return StopOutcome.TERMINATED;
        }
        if (isKilled()) {
            return StopOutcome.KILLED;
        }
        throw Failure.Unavailable.timedOut(
                "vm-does-not-end",
                "QEMU (pid "
                        + process.pid()
                        + ") did not end even by SIGKILL within "
                        + rungs.kill().toSeconds()
                        + " s; it may wait for a disk that does not answer.",
                "Look at the host's storage; the VM ends when its pending input and output does.");
    }

    /** The guest may have been about to go when its time was over. */
    private boolean guestAsked() {
        return death.death().filter(LiveMachine.Death::guestAsked).isPresent();
    }

    /** Presses the power button until the guest goes, again and again. */
    private boolean guestEnds(Duration timeout, BooleanSupplier cancelled) {
        Deadline end = Deadline.in(timeout);
        Deadline askAgentNext = Deadline.in(timeout.dividedBy(BUTTON_SHARE));
        Deadline pressNext = Deadline.in(Duration.ZERO);
        while (!end.passed()) {
            if (cancelled.getAsBoolean()) {
                throw Failure.Unavailable.now(
                        "stop-cancelled",
                        "Waiting for the guest to power off was cancelled.",
                        "The guest was asked and may still power off; stop it again to end it.");
            }
            if (pressNext.passed()) {
                switch (press(end)) {
                    case DEAF -> {
                        return false;
                    }
                    case HEARD -> pressNext = Deadline.in(PRESS_AGAIN);
                    case SILENT -> pressNext = Deadline.in(POLL);
                }
            }
            if (death.await(end.leftUpTo(POLL))) {
                return true;
            }
            if (askAgentNext.passed()) {
                askAgent.run();
                askAgentNext = Deadline.in(PRESS_AGAIN);
            }
        }
        return false;
    }

    private enum Press {
        HEARD,
        SILENT,
        DEAF
    }

    private Press press(Deadline end) {
        try {
            String state =
                    link.execute("query-status", end.leftUpTo(COMMAND)).path("status").asText();
            if (GUEST_IS_DEAF.contains(state)) {
                return Press.DEAF;
            }
            if (!state.equals("running")) {
                link.execute(state.equals("suspended") ? "system_wakeup" : "cont", COMMAND);
            }
            link.execute("system_powerdown", end.leftUpTo(COMMAND));
            return Press.HEARD;
        } catch (Failure e) {
            LOG.debugf("power button of pid %d: %s", process.pid(), e.detail());
            return Press.SILENT;
        }
    }

    private boolean quits() {
        if (death.await(Duration.ZERO)) {
            return true;
        }
        if (stoppedBySignal.getAsBoolean()) {
            return false;
        }
        Deadline end = Deadline.in(rungs.quit());
        try {
            link.execute("quit", end.leftUpTo(COMMAND));
        } catch (Failure e) {
            // The connection may end before the answer: the death watch tells.
            LOG.debugf("quit of pid %d: %s", process.pid(), e.detail());
        }
        return endsUnlessStopped(end);
    }

    private boolean terminates() {
        if (stoppedBySignal.getAsBoolean()) {
            return false;
        }
        send(Signal.TERM);
        return endsUnlessStopped(Deadline.in(rungs.terminate()));
    }

    /** A process that a signal stopped does nothing more until SIGKILL: no use in waiting. */
    private boolean endsUnlessStopped(Deadline end) {
        while (!death.await(end.leftUpTo(POLL))) {
            if (end.passed() || stoppedBySignal.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    private boolean isKilled() {
        send(Signal.KILL);
        return death.await(rungs.kill());
    }

    private void send(Signal signal) {
        LOG.infof("sending SIG%s to QEMU, pid %d", signal, process.pid());
        switch (PidFd.open(process)) {
            case Presence.Present<PidFd>(PidFd fd) -> signal(fd, signal);
            case Presence.Absent<PidFd> _ -> {
                // Gone; the death watch tells in a moment.
            }
            case Presence.Unknown<PidFd>(String reason) ->
                    LOG.warnf("no SIG%s for pid %d: %s", signal, process.pid(), reason);
        }
    }

    private static void signal(PidFd fd, Signal signal) {
        try (fd) {
            boolean _ = fd.signal(signal);
        } catch (UncheckedIOException e) {
            throw new Failure.HostFailure(
                    "signal-refused",
                    "The kernel refused SIG" + signal + ": " + e.getMessage(),
                    "Run the daemon as root, or as the user that QEMU runs as.",
                    e);
        }
    }
}
