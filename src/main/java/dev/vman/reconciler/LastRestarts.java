package dev.vman.reconciler;

import dev.vman.inventory.Vm;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long ago VMs were last started again, by a clock that nobody sets. The wall clock, which may
 * have been set meanwhile, is asked only once of each restart.
 */
@Singleton
class LastRestarts {
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final Map<UUID, Seen> seen = new ConcurrentHashMap<>();

    @Inject
    LastRestarts(Clock clock) {
        this(clock, System::nanoTime);
    }

    /** {@code nanoTime}: as {@link System#nanoTime()}. */
    LastRestarts(InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
    }

    /** A restart, and how old it was when it was first asked for. */
    private record Seen(Instant restart, Duration ageThen, long nanoTimeThen) {}

    /** Null when the VM was not started again since a user started it. */
    @Nullable Duration since(Vm vm) {
        Instant last = vm.lastRestartAt;
        if (last == null) {
            seen.remove(vm.id);
            return null;
        }
        Seen first =
                seen.compute(
                        vm.id,
                        (_, known) ->
                                known != null && known.restart().equals(last) ? known : see(last));
        return first.ageThen().plusNanos(nanoTime.getAsLong() - first.nanoTimeThen());
    }

    private Seen see(Instant restart) {
        Duration age = Duration.between(restart, wall.instant());
        return new Seen(restart, age.isNegative() ? Duration.ZERO : age, nanoTime.getAsLong());
    }
}
