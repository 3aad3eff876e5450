package dev.vman.reconciler;

import dev.vman.inventory.DesiredState;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.observer.VmDied;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Says of a VM that has died once too often why nothing starts it again. */
@ApplicationScoped
class GivenUp {
    private static final int LONGEST_CAUSE = 1_800;
    private final Vms vms;
    private final Journal journal;
    private final Clock clock;

    GivenUp(Vms vms, Journal journal, Clock clock) {
        this.vms = vms;
        this.journal = journal;
        this.clock = clock;
    }

    /** An act that holds the VM by now is somebody's wish, and knows better. */
    void died(@Observes VmDied death) {
        var _ =
                journal.ifFree(
                        Set.of(death.vm()),
                        () -> QuarkusTransaction.requiringNew().run(() -> consider(death.vm())));
    }

    private void consider(UUID id) {
        vms.findByIdOptional(id)
                .filter(vm -> isGivenUp(vm, clock.instant()))
                .ifPresent(vm -> vms.become(vm, vm.state, reason(vm)));
    }

    static boolean isGivenUp(Vm vm, Instant now) {
        boolean wanted =
                vm.restart != RestartPolicy.NEVER && vm.desiredState != DesiredState.STOPPED;
        return wanted
                && vm.state == VmState.CRASHED
                && vm.restarts >= RestartDecision.LIMIT
                && !ranForAWhile(vm, now);
    }

    private static boolean ranForAWhile(Vm vm, Instant now) {
        Instant last = vm.lastRestartAt;
        return last == null || Duration.between(last, now).compareTo(RestartDecision.SETTLED) > 0;
    }

    private static String reason(Vm vm) {
        String cause = Objects.requireNonNullElse(vm.stateReason, "It died.");
        String shown = cause.substring(0, Math.min(cause.length(), LONGEST_CAUSE));
        String sentence = shown.endsWith(".") ? shown : shown + ".";
        return "%s It had been started again %d times in a row, and is left alone until it is started by hand."
                .formatted(sentence, vm.restarts);
    }
}
