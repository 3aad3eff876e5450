package dev.vman.inventory;

import dev.vman.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Watches the storage's room, on a thread of its own that waits for nothing: a disk fills in a
 * moment, and the ballast must be given up before it has.
 */
@ApplicationScoped
class SpaceWatch {
    private static final long PERIOD_MILLIS = 250;
    private final StorageSpace space;
    private final Event<SpaceChanged> changes;
    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("vman-space").factory());

    SpaceWatch(StorageSpace space, Event<SpaceChanged> changes) {
        this.space = space;
        this.changes = changes;
    }

    void start(@Observes @Priority(StartOrder.API) StartupEvent event) {
        var _ =
                schedule.scheduleWithFixedDelay(
                        this::watch, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void watch() {
        if (space.watch()) {
            Thread.startVirtualThread(() -> changes.fire(new SpaceChanged()));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        schedule.shutdownNow();
    }
}
