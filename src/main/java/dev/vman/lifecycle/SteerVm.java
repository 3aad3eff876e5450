package dev.vman.lifecycle;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.vman.Failure;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.LiveDevices;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.MachineStatus;
import dev.vman.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** {@code vm.pause}, {@code vm.resume}, {@code vm.reset}: one QMP command to a live machine. */
@ApplicationScoped
class SteerVm implements ActKind<SteerVm.Payload> {
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private final Vms vms;
    private final Operator operator;

    SteerVm(Vms vms, Operator operator) {
        this.vms = vms;
        this.operator = operator;
    }

    /** Which command. */
    enum Command {
        PAUSE,
        RESUME,
        /** A resume that nobody asked for: of a guest that was halted for want of room alone. */
        GO_ON,
        RESET;

        @JsonValue
        String stepName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        String kind() {
            return this == GO_ON ? RESUME.kind() : "vm." + stepName();
        }

        private String participle() {
            return switch (this) {
                case PAUSE -> "paused";
                case RESUME, GO_ON -> "resumed";
                case RESET -> "reset";
            };
        }
    }

    /** The request. */
    record Payload(UUID vm, Command command) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(Command.values(), Command::kind, Payload.class, Payload::command);
    }

    @Override
    public Act make(Payload payload) {
        return new Steer(payload);
    }

    /** Throws unless the VM's state allows the command. */
    static void check(Vm vm, Command command) {
        if (vm.state == VmState.UNREACHABLE) {
            throw VmAct.unreachable(vm);
        }
        if (vm.state != VmState.RUNNING && vm.state != VmState.PAUSED) {
            throw VmAct.wrongState(vm, command.participle(), "Start it first.");
        }
    }

    /** Its user may have paused or stopped it meanwhile. */
    static boolean mayGoOn(Vm vm) {
        return vm.state == VmState.PAUSED && vm.desiredState == DesiredState.RUNNING;
    }

    private final class Steer implements Act {
        private final Payload payload;

        Steer(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public boolean settled() {
            return payload.command() == Command.GO_ON && !mayGoOn(vms.require(payload.vm()));
        }

        @Override
        public void admit() {
            Vm vm = vms.require(payload.vm());
            check(vm, payload.command());
            switch (payload.command()) {
                case PAUSE -> vm.desiredState = DesiredState.PAUSED;
                case RESUME -> vm.desiredState = DesiredState.RUNNING;
                case GO_ON, RESET -> {}
            }
        }

        @Override
        public List<Step> steps() {
            return List.of(SimpleStep.of(payload.command().stepName(), this::steer));
        }

        private void steer() {
            LiveMachine machine =
                    operator.held(payload.vm())
                            .orElseThrow(() ->
                                    Failure.Unavailable.now(
                                            "vm-unreachable",
                                            "Its QEMU is not there any more.",
                                            "Look at the VM's state."));
            switch (payload.command()) {
                case PAUSE -> machine.pause();
                case RESUME -> machine.resume();
                case GO_ON -> goOn(machine);
                case RESET -> machine.reset();
            }
        }

        /** Somebody may have stopped it beside us, or let it go on. */
        private static void goOn(LiveMachine machine) {
            switch (machine.status(ANSWER)) {
                case MachineStatus.Answered(String runState) when runState.equals("running") -> {}
                case MachineStatus.Answered(String runState)
                        when runState.equals("io-error")
                                && machine.devices().stalls().stream()
                                        .anyMatch(LiveDevices.Stall::noSpace) ->
                        machine.resume();
                case MachineStatus _ ->
                        throw new Failure.Conflict(
                                "not-stalled",
                                "It is not paused for want of room.",
                                "Look at the VM's state.");
            }
        }

        @Override
        public void succeed() {
            Vm vm = vms.require(payload.vm());
            switch (payload.command()) {
                case PAUSE -> vms.become(vm, VmState.PAUSED, null);
                case RESUME, GO_ON -> vms.become(vm, VmState.RUNNING, null);
                case RESET -> {}
            }
        }

        @Override
        public void fail(Failure why) {}
    }
}
