package dev.vman.reconciler;

import dev.vman.Failure;
import dev.vman.StartOrder;
import dev.vman.inventory.DatabaseReopened;
import dev.vman.inventory.SpaceChanged;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.journal.Operation;
import dev.vman.lifecycle.VmRequests;
import dev.vman.observer.PassReport;
import dev.vman.observer.VmDied;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Starts VMs again, as their restart policy says, with growing pauses and a limit: those that died
 * one by one, those that a reboot of the host has ended in their order.
 */
@ApplicationScoped
class Restarter {
    private static final Logger LOG = Logger.getLogger(Restarter.class);
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private final Vms vms;
    private final VmRequests requests;
    private final Journal journal;
    private final LastRestarts lastRestarts;
    private final OrderedStarts ordered;
    private final Set<UUID> pending = ConcurrentHashMap.newKeySet();
    // Whose tries are used up; their rows may not tell.
    private final Set<UUID> spent = ConcurrentHashMap.newKeySet();
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private volatile boolean started;

    Restarter(
            Vms vms,
            VmRequests requests,
            Journal journal,
            LastRestarts lastRestarts,
            RebootConfig config) {
        this.vms = vms;
        this.requests = requests;
        this.journal = journal;
        this.lastRestarts = lastRestarts;
        this.ordered = new OrderedStarts(config.parallelStarts(), LONGEST_START, this::endsWithin);
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        List<StartGroups.Due> rebooted = rebooted();
        // From here on nothing else starts one of these before its turn.
        List<StartGroups.Due> due = rebooted.stream().filter(vm -> pending.add(vm.vm())).toList();
        started = true;
        considerAll();
        if (!due.isEmpty()) {
            LOG.infof("%d VMs ran before the host was rebooted, and are started again", due.size());
            Thread.ofVirtual()
                    .name("reboot")
                    .start(() -> ordered.run(StartGroups.of(due), this::pursue));
        }
    }

    /** Starts are refused while room is short. */
    void roomChanged(@Observes SpaceChanged change) {
        considerAll();
    }

    void goOn(@Observes DatabaseReopened event) {
        considerAll();
    }

    private void considerAll() {
        if (started) {
            QuarkusTransaction.requiringNew().call(vms::ids).forEach(this::consider);
        }
    }

    private List<StartGroups.Due> rebooted() {
        return in(VmState.STOPPED).stream()
                .filter(this::isDue)
                .map(vm -> new StartGroups.Due(vm.id, vm.startOrder))
                .toList();
    }

    private List<Vm> in(VmState state) {
        return QuarkusTransaction.requiringNew().call(() -> vms.list("state", state));
    }

    private boolean isDue(Vm vm) {
        return RestartDecision.of(past(vm)).isPresent();
    }

    /** Those that the first looks find dead are considered when all looks have been made. */
    void died(@Observes VmDied death) {
        boolean _ = spent.remove(death.vm());
        if (started) {
            consider(death.vm());
        }
    }

    /** Word of a death may have been lost, with a database that did not answer. */
    void passed(@Observes PassReport pass) {
        if (!started) {
            return;
        }
        try {
            considerDead(in(VmState.CRASHED));
        } catch (RuntimeException e) {
            // Others are to hear of the pass too; the next one considers them.
            LOG.error("Could not consider the VMs that a pass found dead", e);
        }
    }

    private void considerDead(List<Vm> dead) {
        // Those that somebody has started since begin anew.
        boolean _ = spent.retainAll(dead.stream().map(vm -> vm.id).toList());
        dead.forEach(this::considerDead);
    }

    private void considerDead(Vm vm) {
        if (GivenUp.isGivenUp(vm, lastRestarts.since(vm))) {
            // Later its row could be read as if it had run for all the time that it is dead.
            boolean _ = spent.add(vm.id);
        } else if (!spent.contains(vm.id) && isDue(vm)) {
            consider(vm.id);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        shutdown.countDown();
    }

    private void consider(UUID vm) {
        if (decide(vm).isPresent() && pending.add(vm)) {
            Thread.ofVirtual().name("restart-" + vm).start(() -> pursue(vm, () -> {}));
        }
    }

    private void pursue(UUID vm, Runnable firstTryEnded) {
        boolean settled = false;
        try {
            settled =
                    new RestartRounds(
                                    () -> decide(vm),
                                    this::endsWithin,
                                    decision -> {
                                        startAgain(vm, decision);
                                        firstTryEnded.run();
                                    })
                            .run();
            if (!settled) {
                boolean _ = spent.add(vm);
            }
        } catch (RuntimeException e) {
            // The next pass considers it anew.
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
                .call(() -> vms.findByIdOptional(vm).map(this::past).flatMap(RestartDecision::of));
    }

    private RestartDecision.Past past(Vm vm) {
        return RestartDecision.Past.of(vm, lastRestarts.since(vm));
    }

    private void startAgain(UUID id, RestartDecision decision) {
        QuarkusTransaction.requiringNew()
                .call(() -> vms.findByIdOptional(id))
                .ifPresent(vm -> {
                    if (past(vm).rebooted()) {
                        ordered.inTurn(() -> startAgain(vm, decision));
                    } else {
                        startAgain(vm, decision);
                    }
                });
    }

    private void startAgain(Vm vm, RestartDecision decision) {
        try {
            LOG.infof(
                    "%s is started again, try %d of %d",
                    vm.name, decision.restarts(), RestartDecision.LIMIT);
            Operation ended =
                    journal.await(requests.startAgain(vm.id, decision.restarts()), LONGEST_START);
            journal.failure(ended).ifPresent(why -> refused(vm, why));
        } catch (Failure e) {
            refused(vm, e);
        }
    }

    private static void refused(Vm vm, Failure why) {
        LOG.warnf("%s could not be started again: %s", vm.name, why.detail());
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
