package dev.vman.observer;

import dev.vman.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Makes a pass every interval, and at once when a VM has died. */
@ApplicationScoped
class PassSchedule {
    private static final Logger LOG = Logger.getLogger(PassSchedule.class);
    private static final Duration END = Duration.ofSeconds(5);
    private final Passes passes;
    private final Duration interval;
    private final Semaphore wishes = new Semaphore(0);
    private volatile boolean ending;
    private volatile Thread thread = Thread.ofVirtual().unstarted(() -> {});

    PassSchedule(Passes passes, ObserverConfig config) {
        this.passes = passes;
        this.interval = config.interval();
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        thread = Thread.ofVirtual().name("observer").start(this::run);
    }

    void died(@Observes VmDied death) {
        wishes.release();
    }

    /** Before the database goes; a pass that is under way is waited for. */
    void stop(@Observes @Priority(StartOrder.INVENTORY) ShutdownEvent event)
            throws InterruptedException {
        ending = true;
        wishes.release();
        if (!thread.join(END)) {
            LOG.warn("A pass of the observer is still under way");
        }
    }

    private void run() {
        while (awaitNext()) {
            try {
                PassReport _ = passes.run();
            } catch (RuntimeException e) {
                // What could not be read now is read by the next pass.
                LOG.errorf(e, "The observer's pass failed");
            }
        }
    }

    private boolean awaitNext() {
        try {
            boolean _ = wishes.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
            int _ = wishes.drainPermits();
            return !ending;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
