package dev.vman.api;

import dev.vman.Failure;
import dev.vman.host.ProcessIdentity;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** The QEMU behind a VM, for what is asked of it directly. */
@Singleton
class RunningMachines {
    private final Operator operator;

    RunningMachines(Operator operator) {
        this.operator = operator;
    }

    /** Empty when none is known to live. */
    Optional<LiveMachine> find(UUID vm) {
        return operator.held(vm).filter(machine -> machine.death().isEmpty());
    }

    Optional<ProcessIdentity> process(UUID vm) {
        return find(vm).map(LiveMachine::process);
    }

    /**
     * The machine.
     *
     * @throws Failure.Conflict {@code wrong-state}, it does not run
     */
    LiveMachine require(UUID vm) {
        return find(vm).orElseThrow(() ->
                new Failure.Conflict("wrong-state", "The VM does not run.", "Start the VM first."));
    }
}
