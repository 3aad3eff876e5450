package dev.vman.reconciler;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which repairs are left alone after a failure, by a clock that nobody sets. The wall clock is
 * asked only once of each pause, and never makes one longer than it was to be.
 */
@Singleton
class Pauses {
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final Map<UUID, Pause> pauses = new ConcurrentHashMap<>();

    @Inject
    Pauses(Clock clock) {
        this(clock, System::nanoTime);
    }

    /** {@code nanoTime}: as {@link System#nanoTime()}. */
    Pauses(InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
    }

    private record Pause(Instant until, long endNanos) {}

    /**
     * @param until what its row says
     * @param failures how many in a row; at least one
     */
    boolean isOver(UUID finding, Instant until, int failures) {
        Pause pause =
                pauses.compute(
                        finding,
                        (_, known) ->
                                known != null && known.until().equals(until)
                                        ? known
                                        : see(until, failures));
        return nanoTime.getAsLong() - pause.endNanos() >= 0;
    }

    private Pause see(Instant until, int failures) {
        Duration left = Duration.between(wall.instant(), until);
        Duration longest = BackOff.after(failures);
        Duration believed = left.compareTo(longest) < 0 ? left : longest;
        return new Pause(until, nanoTime.getAsLong() + believed.toNanos());
    }

    void keepOnly(Collection<UUID> findings) {
        boolean _ = pauses.keySet().retainAll(findings);
    }
}
