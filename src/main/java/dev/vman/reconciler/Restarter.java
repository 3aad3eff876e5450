package dev.vman.reconciler;

import dev.vman.Failure;
import dev.vman.StartOrder;
import dev.vman.inventory.DatabaseReopened;
import dev.vman.inventory.SpaceChanged;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.lifecycle.VmRequests;
import dev.vman.observer.VmDied;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Starts VMs again that died, as their restart policy says, with growing pauses and a limit. */
@ApplicationScoped
class Restarter {
    private static final Logger LOG = Logger.getLogger(Restarter.class);
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private final Vms vms;
    private final VmRequests requests;
    private final Journal journal;
    private final Clock clock;
    private final Set<UUID> pending = ConcurrentHashMap.newKeySet();
    private final CountDownLatch shutdown = new CountDownLatch(1);

    Restarter(Vms vms, VmRequests requests, Journal journal, Clock clock) {
        this.vms = vms;
        this.requests = requests;
        this.journal = journal;
        this.clock = clock;
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        considerAll();
    }

    /** Starts are refused while room is short. */
    void roomChanged(@Observes SpaceChanged change) {
        considerAll();
    }

    void goOn(@Observes DatabaseReopened event) {
        considerAll();
    }

    private void considerAll() {
        QuarkusTransaction.requiringNew().call(vms::ids).forEach(this::consider);
    }

    void died(@Observes VmDied death) {
        consider(death.vm());
    }

    void stop(@Observes ShutdownEvent event) {
        shutdown.countDown();
    }

    private void consider(UUID vm) {
        if (decide(vm).isPresent() && pending.add(vm)) {
            Thread.ofVirtual().name("restart-" + vm).start(() -> pursue(vm));
        }
    }

    private void pursue(UUID vm) {
        boolean settled = false;
        try {
            settled =
                    new RestartRounds(
                                    () -> decide(vm),
                                    this::endsWithin,
                                    decision -> startAgain(vm, decision))
                            .run();
        } catch (RuntimeException e) {
            // The next death, or start of the daemon, considers it anew.
            LOG.errorf(e, "Could not restart VM %s", vm);
        } finally {
            pending.remove(vm);
        }
        if (settled) {
            // It may have died again before it was taken off the list.
            consider(vm);
        }
    }

    private Optional<RestartDecision> decide(UUID vm) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        vms.findByIdOptional(vm)
                                .map(RestartDecision.Past::of)
                                .flatMap(past -> RestartDecision.of(past, clock.instant())));
    }

    private void startAgain(UUID id, RestartDecision decision) {
        try {
            Vm vm = QuarkusTransaction.requiringNew().call(() -> vms.require(id));
            LOG.infof(
                    "%s is started again, try %d of %d",
                    vm.name, decision.restarts(), RestartDecision.LIMIT);
            var _ = journal.await(requests.startAgain(id, decision.restarts()), LONGEST_START);
        } catch (Failure e) {
            LOG.warnf("VM %s could not be started again: %s", id, e.detail());
        }
    }

    /** Waits; true when the daemon is ending. */
    private boolean endsWithin(Duration delay) {
        try {
            return shutdown.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
