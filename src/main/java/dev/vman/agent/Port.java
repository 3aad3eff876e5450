package dev.vman.agent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The one port that files go over: who has it moves one. */
final class Port {
    private final Semaphore free = new Semaphore(1);
    private final Duration turn;

    Port(Duration turn) {
        this.turn = turn;
    }

    /** Waits for it; throws {@link AgentBusy} when others take too long. */
    void take() {
        try {
            if (!free.tryAcquire(turn.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AgentBusy("another file of this guest is being moved");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentSilent("interrupted while waiting for the guest's port", e);
        }
    }

    void release() {
        free.release();
    }
}
