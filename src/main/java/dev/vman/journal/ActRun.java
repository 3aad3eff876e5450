package dev.vman.journal;

import dev.vman.Failure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** Takes an act through its life: its turn, its admission, its steps, its end. */
@ApplicationScoped
class ActRun {
    private static final Logger LOG = Logger.getLogger(ActRun.class);
    private static final Duration LONGEST_QUEUE = Duration.ofMinutes(15);
    private final OperationRows rows;
    private final ActKinds kinds;
    private final Room room;
    private final ActSteps steps;
    private final Ending ending;
    private final Event<ActEnded> ended;
    private final LeftActs left;

    ActRun(
            OperationRows rows,
            ActKinds kinds,
            Room room,
            ActSteps steps,
            Ending ending,
            LeftActs left,
            Event<ActEnded> ended) {
        this.rows = rows;
        this.kinds = kinds;
        this.room = room;
        this.steps = steps;
        this.ending = ending;
        this.left = left;
        this.ended = ended;
    }

    /** Runs it to its end; returns the operation that was recorded to follow it. */
    Optional<Operation> run(RunningAct running) {
        Optional<Operation> followUp = Optional.empty();
        try (Turns.Ticket turn = running.turn()) {
            if (awaitTurn(running, turn)) {
                followUp = runInTurn(running);
            }
            afterwards(running, running.act()::ended);
            running.reached("told");
        } catch (RuntimeException e) {
            // The row still says "running": it is taken up again when the database can be written,
            // at the next start of the daemon at the latest.
            left.add(running.operation());
            LOG.errorf(e, "Operation %s could not be recorded", running.operation());
        }
        return followUp;
    }

    /** Shows how far it is; not worth failing for. */
    void progress(UUID operation, int percent) {
        try {
            QuarkusTransaction.requiringNew().run(() -> rows.progress(operation, percent));
        } catch (RuntimeException e) {
            LOG.debugf(e, "The progress of operation %s could not be recorded", operation);
        }
    }

    /** Tells those who wait to look at what the act held; after those who wait for the act. */
    void announceEnd(RunningAct running) {
        afterwards(running, () -> ended.fire(new ActEnded(running.act().holds())));
    }

    private boolean awaitTurn(RunningAct running, Turns.Ticket turn) {
        long end = System.nanoTime() + LONGEST_QUEUE.toNanos();
        while (!turn.await(Duration.ofMillis(50)) && !running.cancelled() && !ending.begun()) {
            if (System.nanoTime() > end) {
                refuse(
                        running,
                        Failure.Unavailable.now(
                                "busy", "Other operations held it too long.", "Try again."));
                return false;
            }
        }
        boolean wanted = running.begin();
        if (ending.begun()) {
            return false;
        }
        if (!wanted) {
            running.became(
                    committed(() ->
                            rows.end(running.row(), OperationState.CANCELLED, Optional.empty())));
        }
        return wanted;
    }

    /**
     * Records and admits an act whose turn it is already, in one transaction. Throws the {@link
     * Failure} that refuses it; then nothing is recorded. False, and nothing is recorded, when it
     * has to be recorded first: the daemon is ending, or the database took offence.
     */
    boolean recordAndAdmit(Operation row, RunningAct running) {
        if (ending.begun() || !running.begin()) {
            return false;
        }
        try {
            running.admitted(
                    committed(() -> {
                        rows.insert(row);
                        return admit(running);
                    }));
        } catch (RuntimeException e) {
            ActSteps.told(e)
                    .ifPresent(refusal -> {
                        throw refusal;
                    });
            LOG.debugf(e, "Operation %s is recorded before it is admitted", row.id());
            return false;
        }
        return true;
    }

    private Optional<Operation> runInTurn(RunningAct running) {
        if (running.before().begun()) {
            return steps.resume(running);
        }
        if (!running.isAdmitted() && !admitted(running)) {
            return Optional.empty();
        }
        if (running.outcome().isPresent()) {
            running.reached("settled");
            return Optional.empty();
        }
        running.reached("admitted");
        return steps.begin(running);
    }

    private boolean admitted(RunningAct running) {
        try {
            running.admitted(committed(() -> admit(running)));
            return true;
        } catch (RuntimeException e) {
            if (!ending.begun()) {
                refuse(running, ActSteps.asFailure(e));
            }
            return false;
        }
    }

    /** One that has nothing to do ends with its admission. */
    private Operation admit(RunningAct running) {
        if (running.act().settled()) {
            Operation settled = rows.end(running.row(), OperationState.SUCCEEDED, Optional.empty());
            running.reached("settling");
            return settled;
        }
        requireRoom(running);
        running.act().admit();
        Operation announced = steps.announceFirst(running);
        running.reached("admitting");
        return announced;
    }

    /** Again: the storage may have filled while it waited. */
    private void requireRoom(RunningAct running) {
        long bytes = kinds.roomFor(running.row());
        if (bytes > 0) {
            room.require(bytes);
        }
    }

    private void refuse(RunningAct running, Failure why) {
        running.mayBeCancelled(false);
        running.became(
                committed(() -> {
                    Operation failed =
                            rows.end(running.row(), OperationState.FAILED, Optional.of(why));
                    running.act().refused(why);
                    return failed;
                }));
        running.reached("refused");
    }

    private void afterwards(RunningAct running, Runnable telling) {
        if (ending.begun()) {
            return;
        }
        try {
            telling.run();
        } catch (RuntimeException e) {
            // The operation has ended; what follows can't change that.
            LOG.errorf(e, "After the end of operation %s", running.operation());
        }
    }

    private static Operation committed(Callable<Operation> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }
}
