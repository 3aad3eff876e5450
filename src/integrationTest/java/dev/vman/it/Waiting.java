package dev.vman.it;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits, within bounds, for what other processes do in their own time. */
final class Waiting {
    private static final long SHORTEST_NANOS = 20_000_000;
    private static final long LONGEST_NANOS = 200_000_000;

    private Waiting() {}

    /** Returns the first value there is; fails with the description when the time is up. */
    static <T> T forValue(Duration patience, Supplier<String> what, Supplier<Optional<T>> value) {
        long start = System.nanoTime();
        while (true) {
            Optional<T> found = value.get();
            if (found.isPresent()) {
                return found.get();
            }
            long waited = System.nanoTime() - start;
            if (waited > patience.toNanos()) {
                throw new AssertionError("not within " + patience + ": " + what.get());
            }
            // What takes long is asked less often: asking takes time from those who are waited for.
            LockSupport.parkNanos(Math.clamp(waited / 10, SHORTEST_NANOS, LONGEST_NANOS));
        }
    }

    /** False when it does not happen in time. */
    static boolean happens(Duration patience, BooleanSupplier condition) {
        try {
            until(patience, "it happens", condition);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    static void until(Duration patience, String what, BooleanSupplier condition) {
        boolean _ =
                forValue(
                        patience,
                        () -> what,
                        () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }
}
