package dev.vman.reconciler;

import dev.vman.StartOrder;
import dev.vman.inventory.StorageSpace;
import dev.vman.lifecycle.VmRequests;
import dev.vman.observer.VmStalled;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Lets guests go on that QEMU had halted for want of room, when there is room again. Which ones
 * they are QEMU tells, at each look, so that nothing is forgotten with the daemon.
 */
@ApplicationScoped
class StalledGuests {
    private static final Logger LOG = Logger.getLogger(StalledGuests.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private final StorageSpace space;
    private final VmRequests requests;
    private final Set<UUID> stalled = ConcurrentHashMap.newKeySet();
    private final GoOnPace pace = new GoOnPace();
    private final CountDownLatch ending = new CountDownLatch(1);

    StalledGuests(StorageSpace space, VmRequests requests) {
        this.space = space;
        this.requests = requests;
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        Thread.ofVirtual().name("stalled-guests").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        ending.countDown();
    }

    void stalled(@Observes VmStalled stall) {
        stalled.add(stall.vm());
    }

    private void run() {
        try {
            while (!ending.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                letGoOn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void letGoOn() {
        try {
            for (UUID vm : Set.copyOf(stalled)) {
                if (pace.isDue(vm, System.nanoTime()) && space.isRoomy()) {
                    letGoOn(vm);
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("Guests that had no room can't be let go on yet: %s", e.getMessage());
        }
    }

    /** The look that follows the act tells again, if it is still so. */
    private void letGoOn(UUID vm) {
        stalled.remove(vm);
        pace.tried(vm, System.nanoTime());
        try {
            if (requests.goOn(vm).isPresent()) {
                LOG.infof("There is room again: the guest of VM %s goes on", vm);
            }
        } catch (RuntimeException e) {
            stalled.add(vm);
            throw e;
        }
    }
}
