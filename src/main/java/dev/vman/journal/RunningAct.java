package dev.vman.journal;

import dev.vman.Failure;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An act on its way through its steps. */
final class RunningAct implements StepContext {
    private final UUID operation;
    private final Act act;
    private final Turns.Ticket turn;
    private final Progress before;
    private final Consumer<String> points;
    private final CountDownLatch finished = new CountDownLatch(1);
    private boolean cancellable = true;
    private volatile boolean cancelled;
    private Admission admission = Admission.WAITING;
    private @Nullable List<Step> steps;

    /**
     * Not started yet.
     *
     * @param points hears of every point at which the daemon could die
     */
    RunningAct(
            UUID operation, Act act, Turns.Ticket turn, Progress before, Consumer<String> points) {
        this.operation = operation;
        this.act = act;
        this.turn = turn;
        this.before = before;
        this.points = points;
    }

    /**
     * How far a dead daemon had brought it.
     *
     * @param step the one announced last; -1: none
     * @param undoing why it was on its way back
     */
    record Progress(int step, Optional<Failure> undoing) {
        static final Progress NONE = new Progress(-1, Optional.empty());

        boolean begun() {
            return step >= 0;
        }
    }

    /** How its admission ended. */
    enum Admission {
        WAITING,
        TO_WORK,
        /** Everything was as wanted already, and the operation has ended. */
        SETTLED
    }

    UUID operation() {
        return operation;
    }

    Act act() {
        return act;
    }

    /** Made once it is admitted, and kept: they may remember what they read. */
    List<Step> steps() {
        List<Step> known = steps;
        if (known == null) {
            known = act.steps();
            steps = known;
        }
        return known;
    }

    Admission admission() {
        return admission;
    }

    void admitted(Admission how) {
        admission = how;
    }

    Turns.Ticket turn() {
        return turn;
    }

    Progress before() {
        return before;
    }

    /** To be called at every point between two effects. */
    void reached(String point) {
        points.accept(point);
    }

    CountDownLatch finished() {
        return finished;
    }

    /** Leaves the queue, in which it could be cancelled; false when it was. */
    synchronized boolean begin() {
        cancellable = false;
        return !cancelled;
    }

    synchronized void enter(boolean nowCancellable) {
        cancellable = nowCancellable;
    }

    synchronized boolean cancel() {
        cancelled |= cancellable;
        return cancellable;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }
}
