package dev.vman.observer;

import dev.vman.operator.MachineListener;
import jakarta.enterprise.context.ApplicationScoped;
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
    private final VmLook look;
    private final Map<UUID, Wish> wishes = new ConcurrentHashMap<>();

    VmObserver(VmLook look) {
        this.look = look;
    }

    private enum Wish {
        LOOKING,
        LOOK_AGAIN
    }

    @Override
    public void lookAt(UUID vm) {
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
     */
    void lookNow(Collection<UUID> vms, Duration patience) {
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
            for (int tries = 0; tries < TRIES && look.at(vm) == VmLook.Outcome.AGAIN; tries++) {
                LOG.debugf("the record of %s changed under a look", vm);
            }
        } catch (RuntimeException e) {
            // A look that fails must not end the observer; the next event or the schedule looks
            // again.
            LOG.errorf(e, "Could not look at VM %s", vm);
        }
    }
}
