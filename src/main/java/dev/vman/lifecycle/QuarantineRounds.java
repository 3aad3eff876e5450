package dev.vman.lifecycle;

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

/** Looks for what has lain in quarantine for too long: at start-up, and once an hour. */
@ApplicationScoped
class QuarantineRounds {
    private static final Logger LOG = Logger.getLogger(QuarantineRounds.class);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration LONGEST_PART = Duration.ofSeconds(5);
    private final QuarantineExpiry expiry;
    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("vman-quarantine").factory());

    QuarantineRounds(QuarantineExpiry expiry) {
        this.expiry = expiry;
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        var _ =
                schedule.scheduleWithFixedDelay(
                        this::round, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            expiry.run();
        } catch (RuntimeException e) {
            // A schedule ends at the first exception that leaves its task.
            LOG.warn("The quarantine could not be looked through", e);
        }
    }

    void stop(@Observes @Priority(StartOrder.API) ShutdownEvent event) throws InterruptedException {
        schedule.shutdown();
        boolean _ = schedule.awaitTermination(LONGEST_PART.toMillis(), TimeUnit.MILLISECONDS);
    }
}
