package dev.vman.agent;

import java.time.Duration;

/** A moment until which several waits in a row may last, on the monotonic clock. */
record Deadline(long nanoTime) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean passed() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
