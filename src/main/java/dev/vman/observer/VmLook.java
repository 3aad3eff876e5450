package dev.vman.observer;

import dev.vman.inventory.Crash;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One look at one VM: read, compare, correct. What an act is holding is left to the act. */
@ApplicationScoped
class VmLook implements Look {
    private static final Logger LOG = Logger.getLogger(VmLook.class);
    private final Vms vms;
    private final Journal journal;
    private final MachineReader reader;
    private final PendingDetaches detaches;
    private final Operator operator;
    private final Event<VmDied> deaths;
    private final Coroner coroner;
    private final Event<VmStalled> stalls;

    VmLook(
            Vms vms,
            Journal journal,
            MachineReader reader,
            PendingDetaches detaches,
            Operator operator,
            Event<VmDied> deaths,
            Coroner coroner,
            Event<VmStalled> stalls) {
        this.vms = vms;
        this.journal = journal;
        this.reader = reader;
        this.detaches = detaches;
        this.operator = operator;
        this.deaths = deaths;
        this.coroner = coroner;
        this.stalls = stalls;
    }

    @Override
    public Outcome at(UUID vm) {
        Optional<Sight> sight = journal.isBusy(vm) ? Optional.empty() : sight(vm);
        return sight.map(this::compare).orElse(Outcome.DONE);
    }

    private Optional<Sight> sight(UUID vm) {
        return QuarkusTransaction.requiringNew()
                .call(() -> vms.findByIdOptional(vm).map(Sight::of));
    }

    private Outcome compare(Sight sight) {
        if (!sight.state().mayHaveProcess() && operator.held(sight.vm()).isEmpty()) {
            detaches.settle(sight.vm());
            return Outcome.DONE;
        }
        Reading reading = reader.read(sight);
        Optional<Crash> crash = coroner.examine(sight, reading);
        return journal.whileFree(Set.of(sight.vm()), () -> correctInTurn(sight, reading, crash))
                .map(correction -> finish(sight, reading, correction))
                .orElse(Outcome.DONE);
    }

    private Outcome finish(Sight sight, Reading reading, Correction correction) {
        if (correction == Correction.STALE) {
            return Outcome.AGAIN;
        }
        afterwards(sight, reading, correction == Correction.DIED);
        return Outcome.DONE;
    }

    /** What came of bringing a record in line with a reading. */
    private enum Correction {
        /** The record is not the one that the reading was compared with. */
        STALE,
        MADE,
        DIED
    }

    private Correction correctInTurn(Sight sight, Reading reading, Optional<Crash> crash) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        vms.findByIdOptional(sight.vm())
                                .map(row -> correct(row, sight, reading, crash))
                                .orElse(Correction.MADE));
    }

    private Correction correct(Vm row, Sight sight, Reading reading, Optional<Crash> crash) {
        if (row.version != sight.version()) {
            return Correction.STALE;
        }
        return Verdict.of(sight.state(), reading)
                .filter(truth -> correct(row, truth, crash))
                .map(_ -> Correction.DIED)
                .orElse(Correction.MADE);
    }

    /** True when the VM turns out to have died. */
    private boolean correct(Vm vm, Verdict truth, Optional<Crash> crash) {
        VmState before = vm.state;
        if (before == truth.state() && isSame(before, vm.stateReason, truth.reason())) {
            vms.confirmed(vm);
            return false;
        }
        if (truth.guestEnded()) {
            vm.desiredState = DesiredState.STOPPED;
        }
        vms.become(vm, truth.state(), truth.reason(), crash);
        crash.ifPresent(known -> coroner.record(vm.id, known));
        recordProcess(vm);
        String reason = truth.reason() == null ? "" : ": " + truth.reason();
        LOG.infof(
                "%s is %s, not %s%s", vm.name, truth.state().wireName(), before.wireName(), reason);
        return before.mayHaveProcess() && !truth.state().mayHaveProcess();
    }

    /** The words for a silence tell how long it was, and change without its being another one. */
    private static boolean isSame(VmState state, @Nullable String before, @Nullable String now) {
        return state == VmState.UNREACHABLE || Objects.equals(before, now);
    }

    /** One that nobody recorded was found by its UUID. */
    private void recordProcess(Vm vm) {
        if (vm.state.mayHaveProcess() && Vms.process(vm).isEmpty()) {
            operator.held(vm.id).ifPresent(machine -> vms.runsAs(vm, machine.process()));
        }
    }

    private void afterwards(Sight sight, Reading reading, boolean died) {
        detaches.settle(sight.vm());
        if (reading instanceof Reading.Gone(var death)
                && death.map(known -> !(known.status() instanceof dev.vman.host.ExitStatus.Unknown))
                        .orElse(true)) {
            operator.release(sight.vm());
        }
        if (reading instanceof Reading.Stalled(var _, boolean noSpace) && noSpace) {
            stalls.fire(new VmStalled(sight.vm()));
        }
        if (died) {
            deaths.fire(new VmDied(sight.vm()));
        }
    }
}
