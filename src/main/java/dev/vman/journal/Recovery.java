package dev.vman.journal;

import dev.vman.Failure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Takes up operations whose acts run nowhere. One at a time: two who had read the same row would
 * both carry it out.
 */
@ApplicationScoped
class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class);
    private final OperationRows rows;
    private final ActKinds kinds;
    private final RunningActs running;
    private final LeftActs left;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    Recovery(OperationRows rows, ActKinds kinds, RunningActs running, LeftActs left) {
        this.rows = rows;
        this.kinds = kinds;
        this.running = running;
        this.left = left;
    }

    /** What a daemon before this one has left behind; returns how many. */
    int recover() {
        oneAtATime.lock();
        try {
            return takeUp(unfinished(_ -> true));
        } finally {
            oneAtATime.unlock();
        }
    }

    /** What this daemon has left; returns how many. */
    int goOn() {
        oneAtATime.lock();
        try {
            Set<UUID> waiting = left.all();
            List<Operation> unfinished = unfinished(row -> waiting.contains(row.id()));
            forgetAllBut(unfinished, waiting);
            return takeUp(unfinished);
        } finally {
            oneAtATime.unlock();
        }
    }

    boolean hasToGoOn() {
        return !left.all().isEmpty();
    }

    /** Without those that run: one that has just been left may be on its way out yet. */
    private List<Operation> unfinished(Predicate<Operation> wanted) {
        return rows.unfinished().stream()
                .filter(wanted)
                .filter(row -> !running.has(row.id()))
                .toList();
    }

    /** The others have been recorded after all. */
    private void forgetAllBut(List<Operation> unfinished, Set<UUID> waiting) {
        Set<UUID> known = unfinished.stream().map(Operation::id).collect(Collectors.toSet());
        waiting.stream()
                .filter(id -> !known.contains(id) && !running.has(id))
                .forEach(left::forget);
    }

    private int takeUp(List<Operation> unfinished) {
        unfinished.stream().filter(row -> row.stepIndex >= 0).forEach(this::takeUp);
        unfinished.stream().filter(row -> row.stepIndex < 0).forEach(this::takeUp);
        return unfinished.size();
    }

    private void takeUp(Operation row) {
        try {
            RunningAct.Progress before = new RunningAct.Progress(row.stepIndex, rows.failure(row));
            running.resume(row, kinds.make(row), before);
        } catch (RuntimeException e) {
            Failure why = ActSteps.asFailure(e);
            LOG.errorf("Operation %s can't be taken up again: %s", row.id(), why.detail());
            abandon(row, why);
        }
    }

    private void abandon(Operation row, Failure why) {
        try {
            QuarkusTransaction.requiringNew()
                    .call(() -> rows.abandon(row, OperationState.FAILED, why));
            left.forget(row.id());
        } catch (RuntimeException e) {
            left.add(row.id());
            LOG.errorf(e, "Operation %s could not be recorded", row.id());
        }
    }
}
