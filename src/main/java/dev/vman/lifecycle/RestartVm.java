package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.Step;
import dev.vman.operator.MachineListener;
import dev.vman.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** {@code vm.restart}: the stop ladder, then a start, as one act. */
@ApplicationScoped
class RestartVm implements ActKind<RestartVm.Payload> {
    static final String KIND = "vm.restart";
    private final Vms vms;
    private final StopSteps stop;
    private final StartSteps start;
    private final Operator operator;
    private final MachineListener observer;

    RestartVm(
            Vms vms,
            StopSteps stop,
            StartSteps start,
            Operator operator,
            MachineListener observer) {
        this.vms = vms;
        this.stop = stop;
        this.start = start;
        this.operator = operator;
        this.observer = observer;
    }

    /** The request. */
    record Payload(UUID vm, StopOptions options) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public Act make(Payload payload) {
        return new Restart(payload);
    }

    /** Throws unless the VM's state allows a restart. */
    static void check(Vm vm, StopOptions options) {
        StopVm.check(vm, options);
        if (!vm.state.mayHaveProcess()) {
            throw VmAct.wrongState(vm, "restarted", "Start it instead.");
        }
    }

    private final class Restart implements Act {
        private final Payload payload;

        Restart(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public void admit() {
            Vm vm = vms.require(payload.vm());
            check(vm, payload.options());
            vm.desiredState = DesiredState.RUNNING;
            vms.become(vm, VmState.STOPPING, "restarting");
        }

        @Override
        public List<Step> steps() {
            return Stream.concat(
                            stop.of(payload.vm(), payload.options()).stream(),
                            start.of(payload.vm()).stream())
                    .toList();
        }

        @Override
        public void succeed() {
            vms.become(vms.require(payload.vm()), VmState.RUNNING, null);
        }

        @Override
        public void fail(Failure why) {
            VmState state = lives() ? VmState.UNREACHABLE : VmState.ERROR;
            vms.become(vms.require(payload.vm()), state, VmAct.shorten(why.detail()));
        }

        /** It was not stopped; the look that follows finds out what it is now. */
        private boolean lives() {
            return operator.held(payload.vm())
                    .filter(machine -> machine.death().isEmpty())
                    .isPresent();
        }

        @Override
        public void ended() {
            observer.lookAt(payload.vm());
        }
    }
}
