package dev.vman.lifecycle;

import dev.vman.Rounds;
import dev.vman.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Looks for what has lain in quarantine for too long: at start-up, and once an hour. */
@ApplicationScoped
class QuarantineRounds {
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private final Rounds rounds;

    QuarantineRounds(QuarantineExpiry expiry) {
        rounds = new Rounds("quarantine", PAUSE, expiry::run);
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        rounds.begin();
        rounds.wake();
    }

    void stop(@Observes @Priority(StartOrder.API) ShutdownEvent event) {
        rounds.end(FAREWELL);
    }
}
