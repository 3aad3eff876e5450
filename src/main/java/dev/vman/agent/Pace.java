package dev.vman.agent;

import java.time.Duration;

/** Pauses between looks at a guest's process: short at first, longer the longer it takes. */
final class Pace {
    private static final Duration FIRST = Duration.ofMillis(4);
    private static final Duration LONGEST = Duration.ofMillis(250);
    private Duration next = FIRST;

    /** Sleeps; throws {@link AgentSilent} when the thread is interrupted. */
    void pause() {
        try {
            Thread.sleep(next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentSilent("interrupted while waiting for the guest", e);
        }
        Duration longer = next.multipliedBy(5).dividedBy(4);
        next = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }
}
