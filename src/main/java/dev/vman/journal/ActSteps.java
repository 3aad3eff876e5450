package dev.vman.journal;

import dev.vman.Failure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** Takes an admitted act through its steps, and back when one fails. */
@ApplicationScoped
class ActSteps {
    private static final Logger LOG = Logger.getLogger(ActSteps.class);
    private static final int PROBE_TRIES = 3;
    private final OperationRows rows;
    private final Ending ending;

    ActSteps(OperationRows rows, Ending ending) {
        this.rows = rows;
        this.ending = ending;
    }

    /** In the transaction that admits it: so that recovery knows that it has begun. */
    Operation announceFirst(RunningAct running) {
        return running.steps().isEmpty()
                ? rows.announce(running.row(), 0, 0, "commit")
                : announceNow(running, running.steps(), 0);
    }

    /** Returns the operation that was recorded to follow it. */
    Optional<Operation> begin(RunningAct running) {
        return perform(running, running.steps(), 0, 0);
    }

    /**
     * Goes on where a dead daemon was: the step that it announced last looks for its own side
     * effect. When that can't be told, nothing is undone: what is there may be in use.
     */
    Optional<Operation> resume(RunningAct running) {
        List<Step> steps = running.steps();
        int at = running.before().step();
        Optional<Failure> undoing = running.before().undoing();
        if (undoing.isPresent()) {
            undo(running, steps, at, undoing.get());
            return Optional.empty();
        }
        if (at >= steps.size()) {
            return perform(running, steps, at, at);
        }
        return switch (probe(steps.get(at))) {
            case DONE -> perform(running, steps, at + 1, at);
            case NOT_DONE -> perform(running, steps, at, at);
            case COULD_NOT_TELL -> {
                end(running, false, interrupted(steps.get(at)));
                yield Optional.empty();
            }
        };
    }

    private Optional<Operation> perform(
            RunningAct running, List<Step> steps, int from, int announced) {
        // A step whose announcement fails has not begun: it must not be undone.
        int begun = lastAnnouncedWith(steps, announced);
        Success success;
        try {
            for (int at = from; at < steps.size(); at++) {
                if (ending.begun()) {
                    return Optional.empty();
                }
                if (at != announced && !steps.get(at).joinsPrevious()) {
                    announce(running, steps, at);
                    begun = lastAnnouncedWith(steps, at);
                }
                running.at(at, steps.size());
                perform(running, steps.get(at));
            }
            success = QuarkusTransaction.requiringNew().call(() -> succeed(running));
        } catch (RuntimeException e) {
            fail(running, steps, Math.min(begun, steps.size() - 1), e);
            return Optional.empty();
        }
        running.became(success.operation());
        running.reached("succeeded");
        return success.followUp();
    }

    /** A daemon before this one may have come so far: nobody would undo what it did. */
    private static int lastAnnouncedWith(List<Step> steps, int at) {
        int last = at;
        while (last + 1 < steps.size() && steps.get(last + 1).joinsPrevious()) {
            last++;
        }
        return last;
    }

    private void announce(RunningAct running, List<Step> steps, int at) {
        running.leaveOpen();
        running.became(committed(() -> announceNow(running, steps, at)));
        running.reached(steps.get(at).name() + "/announced");
    }

    private Operation announceNow(RunningAct running, List<Step> steps, int at) {
        Step step = steps.get(at);
        step.announced();
        return rows.announce(running.row(), at, steps.size(), step.name());
    }

    private static void perform(RunningAct running, Step step) {
        running.mayBeCancelled(step.cancellable());
        try {
            running.reached(step.name() + "/do");
            step.perform(running);
            running.reached(step.name() + "/done");
        } finally {
            running.mayBeCancelled(false);
        }
    }

    /**
     * What the last transaction of an act has recorded.
     *
     * @param followUp an operation that begins now
     */
    private record Success(Operation operation, Optional<Operation> followUp) {}

    private Success succeed(RunningAct running) {
        running.act().succeed();
        Operation ended = rows.end(running.row(), OperationState.SUCCEEDED, Optional.empty());
        Optional<Operation> followUp =
                running.act()
                        .followUp()
                        .map(next -> rows.insert(Act.followUpId(running.operation()), next));
        // What is written now need not be written after the last word, on which everybody waits.
        rows.flush();
        show(running.witness());
        running.steps().forEach(Step::confirm);
        running.reached("succeeding");
        return new Success(ended, followUp);
    }

    private static void show(Runnable witness) {
        try {
            witness.run();
        } catch (RuntimeException e) {
            LOG.debug("The outcome of an operation could not be shown", e);
        }
    }

    private static Step.Probe probe(Step step) {
        Step.Probe found = Step.Probe.COULD_NOT_TELL;
        for (int tries = 0; tries < PROBE_TRIES && found == Step.Probe.COULD_NOT_TELL; tries++) {
            found = probeOnce(step);
        }
        return found;
    }

    private static Step.Probe probeOnce(Step step) {
        try {
            return step.probe();
        } catch (RuntimeException e) {
            LOG.warnf(e, "Step %s could not look for what it had done", step.name());
            return Step.Probe.COULD_NOT_TELL;
        }
    }

    private static Failure interrupted(Step step) {
        return Failure.Unavailable.now(
                "interrupted",
                "The daemon died during '"
                        + step.name()
                        + "', and it can't be told how far it had come.",
                "Look at the resource, and repeat the request if it is not as wanted.");
    }

    private void fail(RunningAct running, List<Step> steps, int at, RuntimeException thrown) {
        if (ending.begun()) {
            LOG.debugf(thrown, "Operation %s is left to the next daemon", running.operation());
            return;
        }
        Failure why = asFailure(thrown);
        if (!steps.isEmpty()) {
            // A daemon that dies while it undoes must not go forward on what it has undone.
            running.became(committed(() -> rows.undoing(running.row(), at, why)));
            running.reached("undoing");
        }
        undo(running, steps, at, why);
    }

    /** Stops at a step that can't be undone: the earlier ones are what it stands on. */
    private void undo(RunningAct running, List<Step> steps, int from, Failure why) {
        running.mayBeCancelled(false);
        boolean clean = true;
        for (int at = from; clean && at >= 0; at--) {
            clean = undo(running, steps.get(at));
        }
        end(running, clean, why);
    }

    private static boolean undo(RunningAct running, Step step) {
        try {
            running.reached(step.name() + "/undo");
            step.undo();
            running.reached(step.name() + "/undone");
            return true;
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "Operation %s: step %s could not be undone",
                    running.operation(),
                    step.name());
            return false;
        }
    }

    private void end(RunningAct running, boolean clean, Failure why) {
        if (!clean && ending.begun()) {
            // What it could not be told of is closed already: the next daemon looks again.
            LOG.debugf("Operation %s is left to the next daemon", running.operation());
            return;
        }
        OperationState how = running.cancelled() ? OperationState.CANCELLED : OperationState.FAILED;
        running.became(
                committed(() -> {
                    Operation ended = end(running, clean, how, why);
                    running.reached("failing");
                    return ended;
                }));
        running.reached("failed");
    }

    private Operation end(RunningAct running, boolean clean, OperationState how, Failure why) {
        if (clean) {
            running.act().fail(why);
            return rows.end(running.row(), how, Optional.of(why));
        }
        running.act().abandon(why);
        return rows.abandon(running.row(), how, why);
    }

    static Failure asFailure(RuntimeException e) {
        return told(e).orElseGet(() -> {
            LOG.error("A step failed unexpectedly", e);
            return new Failure.HostFailure(
                    "internal", "Unexpected: " + e, "See the daemon's log.", e);
        });
    }

    /** The failure that was thrown; a transaction may have wrapped it. */
    static Optional<Failure> told(RuntimeException e) {
        if (e instanceof Failure failure) {
            return Optional.of(failure);
        }
        if (e.getCause() instanceof Failure failure) {
            return Optional.of(failure);
        }
        return DatabaseTrouble.in(e);
    }

    private static Operation committed(Callable<Operation> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }
}
