package dev.vman.journal;

import dev.vman.Failure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes an act through its steps, and back when one fails. */
@ApplicationScoped
class ActSteps {
    private static final Logger LOG = Logger.getLogger(ActSteps.class);
    private static final Duration LONGEST_QUEUE = Duration.ofMinutes(15);
    private static final int PROBE_TRIES = 5;
    private final OperationRows rows;

    ActSteps(OperationRows rows) {
        this.rows = rows;
    }

    /** Runs it to its end; returns the operation that was recorded to follow it. */
    Optional<Operation> run(RunningAct running) {
        Optional<Operation> followUp = Optional.empty();
        try (Turns.Ticket turn = running.turn()) {
            if (awaitTurn(running, turn)) {
                followUp = runInTurn(running);
            }
        } catch (RuntimeException e) {
            // The row still says "running": the next start of the daemon takes the act up again.
            LOG.errorf(e, "Operation %s could not be recorded", running.operation());
        }
        running.act().ended();
        return followUp;
    }

    private boolean awaitTurn(RunningAct running, Turns.Ticket turn) {
        long end = System.nanoTime() + LONGEST_QUEUE.toNanos();
        while (!turn.await(Duration.ofMillis(50)) && !running.cancelled()) {
            if (System.nanoTime() > end) {
                refuse(
                        running,
                        Failure.Unavailable.now(
                                "busy", "Other operations held it too long.", "Try again."));
                return false;
            }
        }
        if (running.cancelled()) {
            transaction(() ->
                    rows.end(running.operation(), OperationState.CANCELLED, Optional.empty()));
        }
        return !running.cancelled();
    }

    private Optional<Operation> runInTurn(RunningAct running) {
        int at = running.resumeAt();
        try {
            if (at < 0) {
                at = 0;
                admit(running);
            }
        } catch (RuntimeException e) {
            refuse(running, asFailure(e));
            return Optional.empty();
        }
        return perform(running, at);
    }

    private void admit(RunningAct running) {
        transaction(() -> {
            running.act().admit();
            List<Step> steps = running.act().steps();
            String first = steps.isEmpty() ? "commit" : steps.getFirst().name();
            rows.announce(running.operation(), 0, steps.size(), first);
        });
    }

    private Optional<Operation> perform(RunningAct running, int from) {
        List<Step> steps = running.act().steps();
        int at = from;
        try {
            for (; at < steps.size(); at++) {
                takeStep(running, steps, at, at == from);
            }
            return QuarkusTransaction.requiringNew().call(() -> succeed(running));
        } catch (RuntimeException e) {
            undo(running, steps, Math.min(at, steps.size() - 1), asFailure(e));
            return Optional.empty();
        }
    }

    private Optional<Operation> succeed(RunningAct running) {
        running.act().succeed();
        rows.end(running.operation(), OperationState.SUCCEEDED, Optional.empty());
        return running.act()
                .followUp()
                .map(next -> rows.insert(Act.followUpId(running.operation()), next));
    }

    private void takeStep(RunningAct running, List<Step> steps, int index, boolean announced) {
        Step step = steps.get(index);
        if (!announced) {
            transaction(() -> rows.announce(running.operation(), index, steps.size(), step.name()));
        }
        running.enter(step.cancellable());
        try {
            boolean afterCrash = index == running.resumeAt();
            if (!afterCrash || !alreadyDone(step)) {
                step.perform(running);
            }
        } finally {
            running.enter(false);
        }
    }

    private static boolean alreadyDone(Step step) {
        for (int tries = 0; tries < PROBE_TRIES; tries++) {
            switch (step.probe()) {
                case DONE -> {
                    return true;
                }
                case NOT_DONE -> {
                    return false;
                }
                case COULD_NOT_TELL ->
                        LOG.debugf("Step %s could not tell whether it was done", step.name());
            }
        }
        throw Failure.Unavailable.now(
                "interrupted",
                "The daemon died during '"
                        + step.name()
                        + "', and it can't be told how far it had come.",
                "Look at the resource, and repeat the request if it is not as wanted.");
    }

    private void undo(RunningAct running, List<Step> steps, int from, Failure why) {
        for (int at = from; at >= 0; at--) {
            undo(steps.get(at), running);
        }
        boolean cancelled = running.cancelled();
        transaction(() -> {
            running.act().fail(why);
            rows.end(
                    running.operation(),
                    cancelled ? OperationState.CANCELLED : OperationState.FAILED,
                    Optional.of(why));
        });
    }

    private static void undo(Step step, RunningAct running) {
        try {
            step.undo();
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "Operation %s: step %s could not be undone",
                    running.operation(),
                    step.name());
        }
    }

    private void refuse(RunningAct running, Failure why) {
        transaction(() -> rows.end(running.operation(), OperationState.FAILED, Optional.of(why)));
    }

    private static Failure asFailure(RuntimeException e) {
        if (e instanceof Failure failure) {
            return failure;
        }
        if (e.getCause() instanceof Failure failure) {
            return failure;
        }
        LOG.error("A step failed unexpectedly", e);
        return new Failure.HostFailure("internal", "Unexpected: " + e, "See the daemon's log.", e);
    }

    private static void transaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }
}
