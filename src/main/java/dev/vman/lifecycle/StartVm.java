package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.AddressPool;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.RestartPolicy;
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

/** {@code vm.start}: from no process to a running guest. */
@ApplicationScoped
class StartVm implements ActKind<StartVm.Payload> {
    static final String KIND = "vm.start";

    /** Logs, {@code launch.json}; the guest will want more. */
    static final long ROOM = 1L << 20;

    private final Vms vms;
    private final MemoryAdmission memory;
    private final AddressPool addresses;
    private final StartSteps steps;
    private final Manifests manifests;

    StartVm(
            Vms vms,
            MemoryAdmission memory,
            AddressPool addresses,
            StartSteps steps,
            Manifests manifests) {
        this.vms = vms;
        this.memory = memory;
        this.addresses = addresses;
        this.steps = steps;
        this.manifests = manifests;
    }

    /**
     * The request.
     *
     * @param restarts how many automatic restarts in a row this is; 0: asked for by a user
     */
    record Payload(UUID vm, int restarts) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Start(payload);
    }

    @Override
    public long roomFor(Payload payload) {
        return ROOM;
    }

    /** Throws unless the VM's state allows a start. */
    static void check(Vm vm) {
        switch (vm.state) {
            case STOPPED, CRASHED, ERROR, STARTING -> {}
            case RUNNING -> throw wrongState(vm, "It runs already.");
            case PAUSED -> throw wrongState(vm, "Resume it instead.");
            case STOPPING -> throw wrongState(vm, "Wait until it has stopped.");
            case UNREACHABLE -> throw VmAct.unreachable(vm);
        }
    }

    private static Failure wrongState(Vm vm, String remedy) {
        return VmAct.wrongState(vm, "started", remedy);
    }

    private final class Start implements Act {
        private final Payload payload;
        private final ProcessAbsence noProcess;
        // One that goes on after a crash of the daemon was not admitted by this one.
        private boolean addressed = true;

        Start(Payload payload) {
            this.payload = payload;
            this.noProcess = steps.noProcessOf(payload.vm());
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public boolean settled() {
            Vm vm = vms.require(payload.vm());
            boolean obsolete = payload.restarts() > 0 && !restartWanted(vm);
            return vm.state == VmState.RUNNING || obsolete;
        }

        /** Its user may have stopped it, or changed its policy, since the restart was decided. */
        private static boolean restartWanted(Vm vm) {
            return vm.desiredState != DesiredState.STOPPED && vm.restart != RestartPolicy.NEVER;
        }

        @Override
        public void admit() {
            Vm vm = vms.require(payload.vm());
            check(vm);
            noProcess.begin();
            memory.admit(vm);
            addressed = addresses.assign(vm.id);
            vm.desiredState = DesiredState.RUNNING;
            vms.countRestart(vm, payload.restarts());
            vms.become(vm, VmState.STARTING, null);
        }

        @Override
        public void refused(Failure why) {
            vms.findByIdOptional(payload.vm())
                    .filter(vm -> vm.state == VmState.STOPPED)
                    .ifPresent(vm -> vms.become(vm, VmState.STOPPED, refusal(why)));
        }

        private static String refusal(Failure why) {
            return VmAct.shorten("A start was refused: " + why.detail());
        }

        @Override
        public List<Step> steps() {
            return steps.of(payload.vm(), noProcess);
        }

        @Override
        public void succeed() {
            vms.become(vms.require(payload.vm()), VmState.RUNNING, null);
        }

        @Override
        public void fail(Failure why) {
            vms.become(vms.require(payload.vm()), VmState.ERROR, VmAct.shorten(why.detail()));
        }

        @Override
        public void abandon(Failure why) {
            vms.become(vms.require(payload.vm()), VmState.UNREACHABLE, VmAct.shorten(why.detail()));
        }

        /** It tells which addresses the process has. */
        @Override
        public void ended() {
            if (addressed) {
                manifests.refreshSoon(payload.vm());
            }
        }
    }
}
