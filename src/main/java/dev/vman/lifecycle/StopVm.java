package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** {@code vm.stop}: the whole ladder. */
@ApplicationScoped
class StopVm implements ActKind<StopVm.Payload> {
    static final String KIND = "vm.stop";
    private final Vms vms;
    private final StopSteps steps;

    StopVm(Vms vms, StopSteps steps) {
        this.vms = vms;
        this.steps = steps;
    }

    /** The request. */
    record Payload(UUID vm, StopOptions options) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Stop(payload);
    }

    @Override
    public boolean mayTakeLong(Payload payload) {
        return !payload.options().force();
    }

    /** Throws unless the VM's state allows such a stop. */
    static void check(Vm vm, StopOptions options) {
        if (vm.state == VmState.UNREACHABLE && !options.force()) {
            throw VmAct.unreachable(vm);
        }
    }

    private final class Stop implements Act {
        private final Payload payload;

        Stop(Payload payload) {
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
            vm.desiredState = DesiredState.STOPPED;
            if (vm.state.mayHaveProcess()) {
                vms.become(vm, VmState.STOPPING, null);
            }
        }

        @Override
        public List<Step> steps() {
            return steps.of(payload.vm(), payload.options());
        }

        @Override
        public void succeed() {
            vms.become(vms.require(payload.vm()), VmState.STOPPED, null);
        }

        @Override
        public void fail(Failure why) {
            VmAct.stillStopping(vms, payload.vm(), why);
        }
    }
}
