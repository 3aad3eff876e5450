package dev.vman.journal;

import dev.vman.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** An act on its way through its steps. */
final class RunningAct implements StepContext {
    private static final Duration TELLING = Duration.ofSeconds(1);
    private final Act act;
    private final Turns.Ticket turn;
    private final Progress before;
    private final Consumer<String> points;
    private final IntConsumer progress;
    private final CountDownLatch finished = new CountDownLatch(1);
    private int step;
    private int stepCount;
    private int told;
    private long toldAt = System.nanoTime() - TELLING.toNanos();
    private Cancelling cancelling;
    private volatile boolean cancelled;
    private boolean admitted;
    private Runnable witness = () -> {};
    private @Nullable List<Step> steps;
    private volatile Operation row;

    /**
     * Not started yet.
     *
     * @param points hears of every point at which the daemon could die
     * @param progress hears how far the operation is, in percent, now and then
     */
    RunningAct(
            Operation row,
            Act act,
            Turns.Ticket turn,
            Progress before,
            Consumer<String> points,
            IntConsumer progress) {
        this.row = row;
        this.act = act;
        this.turn = turn;
        this.before = before;
        // One that has begun is undone where it is not finished, and never just taken off the
        // queue.
        this.cancelling = before.begun() ? Cancelling.UNDECIDED : Cancelling.ALLOWED;
        this.points = points;
        this.progress = progress;
    }

    private enum Cancelling {
        ALLOWED,
        REFUSED,
        /** It is between two steps: the next one decides. */
        UNDECIDED
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

    UUID operation() {
        return row.id();
    }

    /** Its operation, as it was committed last. */
    Operation row() {
        return row;
    }

    /** To be called once that is committed. */
    void became(Operation committed) {
        row = committed;
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

    boolean isAdmitted() {
        return admitted;
    }

    /** To be called once that is committed; one that had nothing to do has ended. */
    void admitted(Operation committed) {
        admitted = true;
        became(committed);
    }

    Turns.Ticket turn() {
        return turn;
    }

    Progress before() {
        return before;
    }

    void witnessedBy(Runnable seeing) {
        witness = seeing;
    }

    /** Who looks on while it ends well. */
    Runnable witness() {
        return witness;
    }

    /** To be called at every point between two effects. */
    void reached(String point) {
        points.accept(point);
    }

    /** How it ended; empty when it has not. */
    Optional<Operation> outcome() {
        return Optional.of(row).filter(Operation::ended);
    }

    CountDownLatch finished() {
        return finished;
    }

    /** Leaves the queue, in which it could be cancelled; false when it was. */
    synchronized boolean begin() {
        leaveOpen();
        return !cancelled;
    }

    /** To be called before a step is announced: whoever reads of it may ask to cancel it. */
    synchronized void leaveOpen() {
        cancelling = Cancelling.UNDECIDED;
    }

    /** Begins this step of so many. */
    void at(int index, int count) {
        step = index;
        stepCount = count;
        told = 100 * index / Math.max(1, count);
    }

    /** Told on once a second at most. */
    @Override
    public void progress(int percent) {
        int within = Math.max(0, Math.min(99, percent));
        int overall = (100 * step + within) / Math.max(1, stepCount);
        long now = System.nanoTime();
        if (overall > told && now - toldAt > TELLING.toNanos()) {
            told = overall;
            toldAt = now;
            progress.accept(overall);
        }
    }

    synchronized void mayBeCancelled(boolean now) {
        cancelling = now ? Cancelling.ALLOWED : Cancelling.REFUSED;
        notifyAll();
    }

    /** False when it can't be cancelled now; waits so long for it to come to its next step. */
    synchronized boolean cancel(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        try {
            while (cancelling == Cancelling.UNDECIDED && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = end - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean allowed = cancelling == Cancelling.ALLOWED;
        cancelled |= allowed;
        return allowed;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }
}
