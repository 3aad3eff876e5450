package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import java.util.UUID;

/** The refusals that acts on VMs share. */
final class VmAct {
    private static final int LONGEST_REASON = 2000;

    private VmAct() {}

    static Failure wrongState(Vm vm, String verb, String remedy) {
        return new Failure.Conflict(
                "wrong-state",
                "VM '" + vm.name + "' is " + vm.state.wireName() + " and can't be " + verb + ".",
                remedy);
    }

    static Failure unreachable(Vm vm) {
        return Failure.Unavailable.now(
                "vm-unreachable",
                "VM '" + vm.name + "' has a QEMU process that does not answer: " + vm.stateReason,
                "Wait until it answers again, or stop it by force.");
    }

    /**
     * Keeps a VM whose stop failed as it is, and says why: the look that follows finds out whether
     * it runs, does not answer, or is gone.
     */
    static void stillStopping(Vms vms, UUID id, Failure why) {
        Vm vm = vms.require(id);
        if (vm.state == VmState.STOPPING) {
            vms.become(vm, VmState.STOPPING, shorten(why.detail()));
        }
    }

    /** As much of a reason as a row can hold. */
    static String shorten(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }
}
