package dev.vman.reconciler;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What was destroyed, or tried to be, without a person in the limit's window, by a clock that
 * nobody sets. The wall clock is asked only once, of what earlier daemons did.
 */
@Singleton
class DestroyedLately {
    private final Supplier<Map<UUID, Duration>> earlier;
    private final LongSupplier nanoTime;
    private final Map<UUID, Long> begun = new HashMap<>();
    private boolean read;

    @Inject
    DestroyedLately(RepairRows rows) {
        this(rows::destroyedLately, System::nanoTime);
    }

    /**
     * @param earlier the findings whose repairs earlier daemons began in the window, and how long
     *     ago
     * @param nanoTime as {@link System#nanoTime()}
     */
    DestroyedLately(Supplier<Map<UUID, Duration>> earlier, LongSupplier nanoTime) {
        this.earlier = earlier;
        this.nanoTime = nanoTime;
    }

    synchronized void begin(UUID finding) {
        readOnce();
        begun.put(finding, nanoTime.getAsLong());
    }

    synchronized long count() {
        readOnce();
        long now = nanoTime.getAsLong();
        boolean _ = begun.values().removeIf(at -> now - at >= RepairLimit.WINDOW.toNanos());
        return begun.size();
    }

    private void readOnce() {
        if (!read) {
            long now = nanoTime.getAsLong();
            earlier.get().forEach((finding, age) -> begun.put(finding, now - age.toNanos()));
            read = true;
        }
    }
}
