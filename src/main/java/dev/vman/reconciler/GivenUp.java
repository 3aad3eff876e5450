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
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says of a VM that has died once too often why nothing starts it again. */
@ApplicationScoped
class GivenUp {
    private static final int LONGEST_CAUSE = 1_800;
    private final Vms vms;
    private final Journal journal;
    private final LastRestarts lastRestarts;

    GivenUp(Vms vms, Journal journal, LastRestarts lastRestarts) {
        this.vms = vms;
        this.journal = journal;
        this.lastRestarts = lastRestarts;
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
                .filter(vm -> isGivenUp(vm, lastRestarts.since(vm)))
                .ifPresent(vm -> vms.become(vm, vm.state, reason(vm)));
    }

    /** {@code since}: null when it was not started again since a user started it. */
    static boolean isGivenUp(Vm vm, @Nullable Duration since) {
        boolean wanted =
                vm.restart != RestartPolicy.NEVER && vm.desiredState != DesiredState.STOPPED;
        return wanted
                && vm.state == VmState.CRASHED
                && vm.restarts >= RestartDecision.LIMIT
                && !RestartDecision.settled(since);
    }

    private static String reason(Vm vm) {
        String cause = Objects.requireNonNullElse(vm.stateReason, "It died.");
        String shown = cause.substring(0, Math.min(cause.length(), LONGEST_CAUSE));
        String sentence = shown.endsWith(".") ? shown : shown + ".";
        return "%s It had been started again %d times in a row, and is left alone until it is started by hand."
                .formatted(sentence, vm.restarts);
    }
}
