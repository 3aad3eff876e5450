package dev.vman.observer;

import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import java.util.Optional;
import java.util.UUID;

/** A VM's record as a look found it. */
record Sight(UUID vm, long version, VmState state, Optional<ProcessIdentity> process) {
    static Sight of(Vm vm) {
        return new Sight(vm.id, vm.version, vm.state, Vms.process(vm));
    }

    /**
     * What the process table holds under the recorded identity. One whose command line is not this
     * VM's is another process, whatever the record says: it is never held, and never signalled.
     */
    Presence<ProcessIdentity> look(ProcessTable processes, ProcessIdentity recorded) {
        return switch (processes.look(recorded)) {
            case Presence.Present<ProcessSight>(ProcessSight seen) -> judge(seen);
            case Presence.Absent<ProcessSight> _ -> new Presence.Absent<>();
            case Presence.Unknown<ProcessSight>(String reason) -> new Presence.Unknown<>(reason);
        };
    }

    private Presence<ProcessIdentity> judge(ProcessSight seen) {
        if (seen.arguments().isEmpty()) {
            return new Presence.Unknown<>("process " + seen.identity().pid() + " has no arguments");
        }
        return seen.arguments().contains(vm.toString())
                ? new Presence.Present<>(seen.identity())
                : new Presence.Absent<>();
    }
}
