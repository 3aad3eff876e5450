package dev.vman.reconciler;

import dev.vman.StartOrder;
import dev.vman.observer.PassReport;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** A round of repairs after each pass of the observer; many passes during one make one more. */
@ApplicationScoped
class RepairSchedule {
    private static final Logger LOG = Logger.getLogger(RepairSchedule.class);
    private static final Duration END = Duration.ofSeconds(5);
    private final RepairRound round;
    private final Semaphore wishes = new Semaphore(0);
    private volatile boolean ending;
    private volatile Thread thread = Thread.ofVirtual().unstarted(() -> {});

    RepairSchedule(RepairRound round) {
        this.round = round;
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        thread = Thread.ofVirtual().name("reconciler").start(this::run);
    }

    void passed(@Observes PassReport pass) {
        wishes.release();
    }

    /** Before the database goes; a round that is under way is waited for. */
    void stop(@Observes @Priority(StartOrder.INVENTORY) ShutdownEvent event)
            throws InterruptedException {
        ending = true;
        wishes.release();
        if (!thread.join(END)) {
            LOG.warn("A round of repairs is still under way");
        }
    }

    private void run() {
        while (awaitNext()) {
            try {
                round.run();
            } catch (RuntimeException e) {
                // What could not be repaired now is wanted by the next round.
                LOG.errorf(e, "A round of repairs failed");
            }
        }
    }

    private boolean awaitNext() {
        try {
            wishes.acquire();
            int _ = wishes.drainPermits();
            return !ending;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
