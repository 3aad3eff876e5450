package dev.vman.observer;

import dev.vman.inventory.Crash;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.operator.LiveMachine;
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
        Reading reading;
        Optional<Correction> correction = Optional.empty();
        try {
            reading = reader.read(sight);
            correction = correction(sight, reading);
        } finally {
            if (correction.filter(Correction::tells).isEmpty()) {
                operator.held(sight.vm()).ifPresent(LiveMachine::unrecorded);
            }
        }
        if (correction.filter(Correction.STALE::equals).isPresent()) {
            return Outcome.AGAIN;
        }
        if (correction.isPresent()) {
            afterwards(sight, reading, correction.get() == Correction.DIED);
        }
        return Outcome.DONE;
    }

    /** Empty when an act has the VM. */
    private Optional<Correction> correction(Sight sight, Reading reading) {
        Optional<Crash> crash = coroner.examine(sight, reading);
        return journal.whileFree(Set.of(sight.vm()), () -> correctInTurn(sight, reading, crash));
    }

    /** What came of bringing a record in line with a reading. */
    private enum Correction {
        /** The record is not the one that the reading was compared with. */
        STALE,
        /** The reading says nothing of the VM. */
        NONE,
        MADE,
        DIED;

        /** Whether the record is as the VM was read. */
        boolean tells() {
            return this == MADE || this == DIED;
        }
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
        if (reading instanceof Reading.Unknown) {
            return Correction.NONE;
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

    /** One that fails keeps none of the others from being done: they are not done again. */
    private void afterwards(Sight sight, Reading reading, boolean died) {
        UUID vm = sight.vm();
        tryTo(vm, () -> detaches.settle(vm));
        tryTo(vm, () -> letGo(vm, reading));
        if (reading instanceof Reading.Stalled(var _, boolean noSpace) && noSpace) {
            tryTo(vm, () -> stalls.fire(new VmStalled(vm)));
        }
        if (died) {
            tryTo(vm, () -> deaths.fire(new VmDied(vm)));
        }
    }

    private static void tryTo(UUID vm, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "After a look at VM %s", vm);
        }
    }

    private void letGo(UUID vm, Reading reading) {
        if (reading instanceof Reading.Gone(var death)
                && death.map(known -> !(known.status() instanceof dev.vman.host.ExitStatus.Unknown))
                        .orElse(true)) {
            operator.release(vm);
        }
    }
}
