package dev.vman.reconciler;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * When a guest that ran out of room may be let go on: at once, and with growing pauses where it
 * runs out again soon. Times are {@code System.nanoTime()}'s. Not for several threads.
 */
final class GoOnPace {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final int MOST_DOUBLINGS = 6;
    private final Map<UUID, Tries> past = new HashMap<>();

    private record Tries(int inARow, long lastAt) {
        Duration pause() {
            Duration pause = Duration.ofSeconds(1L << Math.min(inARow, MOST_DOUBLINGS));
            return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
        }
    }

    boolean isDue(UUID vm, long now) {
        Tries tries = past.get(vm);
        return tries == null || now - tries.lastAt() >= tries.pause().toNanos();
    }

    void tried(UUID vm, long now) {
        past.values().removeIf(tries -> now - tries.lastAt() > SETTLED.toNanos());
        Tries before = past.getOrDefault(vm, new Tries(0, now));
        past.put(vm, new Tries(before.inARow() + 1, now));
    }
}
