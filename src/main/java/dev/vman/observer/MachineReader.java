package dev.vman.observer;

import dev.vman.Failure;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.Disks;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.LiveDevices;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.MachineStatus;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads what is true of one VM now: process identity first, then QMP. Never throws for what it
 * finds.
 */
@ApplicationScoped
class MachineReader {
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private final Operator operator;
    private final ProcessTable processes;
    private final Disks disks;

    MachineReader(Operator operator, ProcessTable processes, Disks disks) {
        this.operator = operator;
        this.processes = processes;
        this.disks = disks;
    }

    Reading read(Sight sight) {
        Optional<LiveMachine> held = operator.held(sight.vm());
        if (held.isPresent()) {
            return ask(sight.vm(), held.get());
        }
        return sight.process()
                .map(process -> readRecorded(sight, process))
                .orElseGet(() -> readUnrecorded(sight.vm()));
    }

    private Reading readRecorded(Sight sight, ProcessIdentity process) {
        if (!operator.capabilities().dryRun() && !process.bootId().equals(processes.bootId())) {
            return new Reading.OtherBoot();
        }
        return switch (sight.look(processes, process)) {
            case Presence.Present<?> _ -> ask(sight.vm(), operator.hold(sight.vm(), process));
            case Presence.Absent<?> _ -> new Reading.Gone(Optional.empty());
            case Presence.Unknown<?>(String reason) -> new Reading.Unknown(reason);
        };
    }

    /** A daemon may have died between spawning QEMU and recording it. */
    private Reading readUnrecorded(UUID vm) {
        return switch (operator.find(vm)) {
            case Presence.Present<ProcessIdentity>(ProcessIdentity found) ->
                    ask(vm, operator.hold(vm, found));
            case Presence.Absent<ProcessIdentity> _ -> new Reading.Gone(Optional.empty());
            case Presence.Unknown<ProcessIdentity>(String reason) -> new Reading.Unknown(reason);
        };
    }

    private Reading ask(UUID vm, LiveMachine machine) {
        return switch (machine.status(ANSWER)) {
            case MachineStatus.Answered(String runState) ->
                    runState.equals("io-error")
                            ? stalled(vm, machine)
                            : new Reading.Answered(runState);
            case MachineStatus.Silent(String reason) -> new Reading.Silent(reason);
            case MachineStatus.Gone _ -> gone(machine);
        };
    }

    /** Whoever watches it asks for another look once it is known how it ended. */
    private static Reading gone(LiveMachine machine) {
        return machine.death()
                .<Reading>map(known -> new Reading.Gone(Optional.of(known)))
                .orElseGet(() -> new Reading.Unknown("how it ended is being found out"));
    }

    /** QEMU may have gone on, or fallen silent, in between: the next look tells. */
    private Reading stalled(UUID vm, LiveMachine machine) {
        try {
            List<LiveDevices.Stall> stalls = machine.devices().stalls();
            return new Reading.Stalled(
                    stalls.stream().map(stall -> nameOf(vm, stall.device())).toList(),
                    stalls.stream().anyMatch(LiveDevices.Stall::noSpace));
        } catch (Failure e) {
            return new Reading.Unknown(e.detail());
        }
    }

    private String nameOf(UUID vm, String device) {
        return QuarkusTransaction.requiringNew().call(() -> disks.of(vm)).stream()
                .filter(disk -> DriveSpec.deviceId(disk.id).equals(device))
                .map(disk -> "'" + disk.name + "'")
                .findFirst()
                .orElse(device);
    }
}
