package dev.vman.it;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits, within bounds, for what other processes do in their own time. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Waiting() {}

    /** Returns the first value there is; fails with the description when the time is up. */
    static <T> T forValue(Duration patience, Supplier<String> what, Supplier<Optional<T>> value) {
        long start = System.nanoTime();
        while (true) {
            Optional<T> found = value.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError("not within " + patience + ": " + what.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
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
