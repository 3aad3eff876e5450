package dev.vman.reconciler;

import java.time.Duration;

/** How long a repair that failed is left alone: 10, 20, 40 s, and so on, up to an hour. */
final class BackOff {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int DOUBLINGS = 10;

    private BackOff() {}

    /** After so many failures in a row; at least one. */
    static Duration after(int failures) {
        Duration delay = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }
}
