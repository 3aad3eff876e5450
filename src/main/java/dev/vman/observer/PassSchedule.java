package dev.vman.observer;

import dev.vman.Rounds;
import dev.vman.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Makes a pass every interval, and at once when a VM has died. */
@ApplicationScoped
class PassSchedule {
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private final Rounds rounds;

    PassSchedule(Passes passes, ObserverConfig config) {
        rounds =
                new Rounds(
                        "observer",
                        config.interval(),
                        () -> {
                            PassReport _ = passes.runInTurn();
                        });
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        rounds.begin();
    }

    void died(@Observes VmDied death) {
        rounds.wake();
    }

    /** Before the database goes. */
    void stop(@Observes @Priority(StartOrder.INVENTORY) ShutdownEvent event) {
        rounds.end(FAREWELL);
    }
}
