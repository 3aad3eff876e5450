package dev.vman.journal;

import dev.vman.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Prunes once a minute. */
@ApplicationScoped
class RetentionRounds {
    private static final Logger LOG = Logger.getLogger(RetentionRounds.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PART = Duration.ofSeconds(5);
    private final Retention retention;
    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("vman-retention").factory());

    RetentionRounds(Retention retention) {
        this.retention = retention;
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        var _ =
                schedule.scheduleWithFixedDelay(
                        this::prune, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void prune() {
        try {
            retention.prune();
        } catch (RuntimeException e) {
            // A schedule ends at the first exception that leaves its task.
            LOG.warn("Old events and operations could not be pruned", e);
        }
    }

    /**
     * Lets the present part come to its end: a thread that is interrupted while it reads would
     * close the database's file.
     */
    void stop(@Observes @Priority(StartOrder.API) ShutdownEvent event) throws InterruptedException {
        schedule.shutdown();
        boolean _ = schedule.awaitTermination(LONGEST_PART.toMillis(), TimeUnit.MILLISECONDS);
    }
}
