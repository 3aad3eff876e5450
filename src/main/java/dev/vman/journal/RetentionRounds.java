package dev.vman.journal;

import dev.vman.Rounds;
import dev.vman.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Prunes once a minute. */
@ApplicationScoped
class RetentionRounds {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private final Rounds rounds;

    RetentionRounds(Retention retention) {
        rounds = new Rounds("retention", PAUSE, retention::prune);
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        rounds.begin();
    }

    void stop(@Observes @Priority(StartOrder.API) ShutdownEvent event) {
        rounds.end(FAREWELL);
    }
}
