package dev.vman.observer;

import dev.vman.host.ProcessIdentity;
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
}
