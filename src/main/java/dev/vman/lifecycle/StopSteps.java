package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.journal.Step;
import dev.vman.journal.StepContext;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The steps from a live machine to the proof that its process is gone. */
@ApplicationScoped
class StopSteps {
    private final Operator operator;

    StopSteps(Operator operator) {
        this.operator = operator;
    }

    List<Step> of(UUID vm, StopOptions options) {
        return List.of(
                new Ladder(vm, options),
                SimpleStep.of("release", () -> operator.release(vm)).joiningPrevious());
    }

    /** The machine, held already or found; empty when it is proven that there is none. */
    private Optional<LiveMachine> machine(UUID vm) {
        Optional<LiveMachine> held = operator.held(vm);
        if (held.isPresent()) {
            return held;
        }
        return switch (operator.find(vm)) {
            case Presence.Present<ProcessIdentity>(ProcessIdentity found) ->
                    Optional.of(operator.hold(vm, found));
            case Presence.Absent<ProcessIdentity> _ -> Optional.empty();
            case Presence.Unknown<ProcessIdentity>(String reason) ->
                    throw Failure.Unavailable.now(
                            "process-unknown",
                            "It can't be told whether QEMU runs: " + reason,
                            "Try again.");
        };
    }

    private final class Ladder implements Step {
        private final UUID vm;
        private final StopOptions options;

        Ladder(UUID vm, StopOptions options) {
            this.vm = vm;
            this.options = options;
        }

        @Override
        public String name() {
            return "stop";
        }

        @Override
        public boolean cancellable() {
            return true;
        }

        @Override
        public Probe probe() {
            return switch (operator.find(vm)) {
                case Presence.Present<ProcessIdentity> _ -> Probe.NOT_DONE;
                case Presence.Absent<ProcessIdentity> _ -> Probe.DONE;
                case Presence.Unknown<ProcessIdentity> _ -> Probe.COULD_NOT_TELL;
            };
        }

        @Override
        public void perform(StepContext context) {
            LiveMachine.StopRequest request =
                    new LiveMachine.StopRequest(options.force(), options.guestTimeout());
            machine(vm).ifPresent(machine -> machine.stop(request, context::cancelled));
        }

        /** What has been stopped stays stopped. */
        @Override
        public void undo() {}
    }
}
