package dev.vman.operator;

import java.time.Duration;

/** How long to wait between two attempts to connect; a pure function of the time spent trying. */
final class ReconnectPace {
    private static final Duration EAGER = Duration.ofMillis(500);
    private static final long FIRST_MILLIS = 1;
    private static final long LONGEST_MILLIS = 1_000;
    private static final long SHARE = 20;

    private ReconnectPace() {}

    /**
     * A QEMU that starts is asked every millisecond; one that has not answered for long, once a
     * second.
     */
    static Duration after(Duration trying) {
        if (trying.compareTo(EAGER) < 0) {
            return Duration.ofMillis(FIRST_MILLIS);
        }
        return Duration.ofMillis(Math.min(LONGEST_MILLIS, trying.toMillis() / SHARE));
    }
}
