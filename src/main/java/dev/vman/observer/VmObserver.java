package dev.vman.observer;

import dev.vman.Debouncer;
import dev.vman.StartOrder;
import dev.vman.journal.ActEnded;
import dev.vman.operator.MachineListener;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks at a VM whenever something says to. Looks at one VM follow each other, and many requests
 * while one is under way make one more look; different VMs are looked at in parallel.
 */
@ApplicationScoped
public class VmObserver implements MachineListener {
    private static final Logger LOG = Logger.getLogger(VmObserver.class);
    private static final int TRIES = 20;
    // Whoever waited for the act may be reading its outcome now, or asking for the next one.
    private static final Duration AFTER_ACT = Duration.ofMillis(250);
    private final Look look;
    private final Map<UUID, Wish> wishes = new ConcurrentHashMap<>();
    private final Debouncer<UUID> afterAct = new Debouncer<>("look-soon", AFTER_ACT, this::lookAt);
    private volatile boolean ending;

    VmObserver(Look look) {
        this.look = look;
    }

    private enum Wish {
        LOOKING,
        LOOK_AGAIN
    }

    /** What was to be seen while an act held it was left to the act. */
    void ended(@Observes ActEnded act) {
        act.targets().forEach(afterAct::ask);
    }

    /** From here on machines are let go of, and would all look unreachable. */
    void stop(@Observes @Priority(StartOrder.INVENTORY) ShutdownEvent event) {
        ending = true;
    }

    @Override
    public void lookAt(UUID vm) {
        if (ending) {
            return;
        }
        wishes.compute(
                vm,
                (_, wish) -> {
                    if (wish == null) {
                        Thread.ofVirtual().name("look-" + vm).start(() -> look(vm));
                        return Wish.LOOKING;
                    }
                    return Wish.LOOK_AGAIN;
                });
    }

    /**
     * Looks at all of these, and returns when that is done or the time is up; what is late goes on.
     * A look that something else asks for may run beside it: the record's version keeps them apart.
     */
    public void lookNow(Collection<UUID> vms, Duration patience) {
        CountDownLatch looked = new CountDownLatch(vms.size());
        for (UUID vm : vms) {
            Thread.ofVirtual()
                    .name("look-" + vm)
                    .start(() -> {
                        lookUntilSettled(vm);
                        looked.countDown();
                    });
        }
        try {
            if (!looked.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.infof("%d VMs have not been looked at yet", looked.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(UUID vm) {
        do {
            lookUntilSettled(vm);
        } while (wishes.computeIfPresent(
                        vm, (_, wish) -> wish == Wish.LOOK_AGAIN ? Wish.LOOKING : null)
                != null);
    }

    private void lookUntilSettled(UUID vm) {
        try {
            for (int tries = 0;
                    tries < TRIES && !ending && look.at(vm) == Look.Outcome.AGAIN;
                    tries++) {
                LOG.debugf("the record of %s changed under a look", vm);
            }
        } catch (RuntimeException e) {
            // A look that fails must not end the observer; the next event or the schedule looks
            // again.
            LOG.errorf(e, "Could not look at VM %s", vm);
        }
    }
}
