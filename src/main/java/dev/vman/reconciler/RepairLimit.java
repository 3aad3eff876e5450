package dev.vman.reconciler;

import java.time.Duration;

/**
 * How much may be destroyed without a person: five repairs within a minute, however many passes
 * that is. When more are wanted, none is done: so many differences at once are rather a mistake of
 * the record (a database that was restored empty) than of the world.
 */
final class RepairLimit {
    static final int MOST = 5;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private RepairLimit() {}

    /**
     * Whether nothing may be destroyed now.
     *
     * @param wanted now
     * @param done within {@link #WINDOW}, by itself
     */
    static boolean exceededBy(long wanted, long done) {
        return wanted > 0 && wanted + done > MOST;
    }
}
