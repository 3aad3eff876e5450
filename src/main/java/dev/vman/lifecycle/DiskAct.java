package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Disk;
import dev.vman.inventory.Vms;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What acts on disks share. */
final class DiskAct {
    private DiskAct() {}

    static Failure wrongState(Disk disk, String verb, String remedy) {
        return new Failure.Conflict(
                "wrong-state",
                "Disk '"
                        + disk.name
                        + "' is "
                        + disk.state.wireName()
                        + " and can't be "
                        + verb
                        + ".",
                remedy);
    }

    static Failure.Conflict busy(Disk disk) {
        return new Failure.Conflict(
                "wrong-state",
                "Another operation has disk '" + disk.name + "'.",
                "Wait for it to end, and repeat the request.");
    }

    /** The disk, and the VM that has it. */
    static Set<UUID> holds(UUID disk, @Nullable UUID vm) {
        return vm == null ? Set.of(disk) : Set.of(disk, vm);
    }

    /**
     * Throws when the disk moved between the request and its turn, so that the wrong VM would be
     * held.
     */
    static void requireSameVm(Disk disk, @Nullable UUID vm) {
        if (!Objects.equals(disk.vm, vm)) {
            throw new Failure.Conflict(
                    "disk-moved",
                    "Disk '" + disk.name + "' was attached or detached meanwhile.",
                    "Read the disk again, and repeat the request.");
        }
    }

    /** Whether the VM may have a process; in a transaction of its own. */
    static boolean isLive(Vms vms, UUID vm) {
        return QuarkusTransaction.requiringNew().call(() -> vms.require(vm).state.mayHaveProcess());
    }

    static LiveMachine machine(Operator operator, UUID vm) {
        return operator.held(vm)
                .orElseThrow(() ->
                        Failure.Unavailable.now(
                                "vm-unreachable",
                                "Its QEMU is not there any more.",
                                "Look at the VM's state."));
    }
}
