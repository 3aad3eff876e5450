package dev.vman.reconciler;

import dev.vman.Rounds;
import dev.vman.StartOrder;
import dev.vman.observer.PassReport;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** A round of repairs after each pass of the observer. */
@ApplicationScoped
class RepairSchedule {
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private final Rounds rounds;

    RepairSchedule(RepairRound round) {
        rounds = new Rounds("reconciler", Rounds.NEVER, round::run);
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        rounds.begin();
    }

    void passed(@Observes PassReport pass) {
        rounds.wake();
    }

    /** Before the database goes. */
    void stop(@Observes @Priority(StartOrder.INVENTORY) ShutdownEvent event) {
        rounds.end(FAREWELL);
    }
}
