package dev.vman.journal;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** An act on its way through its steps. */
final class RunningAct implements StepContext {
    private final UUID operation;
    private final Act act;
    private final Turns.Ticket turn;
    private final int resumeAt;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean cancellable = true;
    private volatile boolean cancelled;

    RunningAct(UUID operation, Act act, Turns.Ticket turn, int resumeAt) {
        this.operation = operation;
        this.act = act;
        this.turn = turn;
        this.resumeAt = resumeAt;
    }

    UUID operation() {
        return operation;
    }

    Act act() {
        return act;
    }

    Turns.Ticket turn() {
        return turn;
    }

    /** The step that a dead daemon announced last; -1: a fresh act. */
    int resumeAt() {
        return resumeAt;
    }

    CountDownLatch finished() {
        return finished;
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
