package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.AddressPool;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** {@code vm.restart}: the stop ladder, then a start, as one act. */
@ApplicationScoped
class RestartVm implements ActKind<RestartVm.Payload> {
    static final String KIND = "vm.restart";
    private final Vms vms;
    private final AddressPool addresses;
    private final StopSteps stop;
    private final StartSteps start;

    RestartVm(Vms vms, AddressPool addresses, StopSteps stop, StartSteps start) {
        this.vms = vms;
        this.addresses = addresses;
        this.stop = stop;
        this.start = start;
    }

    /** The request. */
    record Payload(UUID vm, StopOptions options) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Restart(payload);
    }

    @Override
    public boolean mayTakeLong(Payload payload) {
        return !payload.options().force();
    }

    @Override
    public long roomFor(Payload payload) {
        return StartVm.ROOM;
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
            // One that has run without so far gets its addresses before it is stopped.
            boolean _ = addresses.assign(vm.id);
            vms.become(vm, VmState.STOPPING, "restarting");
        }

        @Override
        public List<Step> steps() {
            List<Step> steps = new ArrayList<>(stop.of(payload.vm(), payload.options()));
            steps.add(SimpleStep.of("stopped", this::becomeStarting));
            steps.addAll(start.of(payload.vm()));
            return steps;
        }

        /** The old process is proven gone; its identity must not be taken for the new one's. */
        private void becomeStarting() {
            QuarkusTransaction.requiringNew()
                    .run(() -> {
                        Vm vm = vms.require(payload.vm());
                        vm.forgetProcess();
                        vms.become(vm, VmState.STARTING, null);
                    });
        }

        @Override
        public void succeed() {
            vms.become(vms.require(payload.vm()), VmState.RUNNING, null);
        }

        @Override
        public void fail(Failure why) {
            Vm vm = vms.require(payload.vm());
            if (vm.state == VmState.STARTING) {
                vms.become(vm, VmState.ERROR, VmAct.shorten(why.detail()));
            } else {
                VmAct.stillStopping(vms, payload.vm(), why);
            }
        }

        @Override
        public void abandon(Failure why) {
            vms.become(vms.require(payload.vm()), VmState.UNREACHABLE, VmAct.shorten(why.detail()));
        }
    }
}
