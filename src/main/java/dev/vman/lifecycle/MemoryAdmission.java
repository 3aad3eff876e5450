package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.operator.HostMemory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Map;
import java.util.UUID;

/**
 * Admits memory across all VMs. A start that was admitted and is not committed yet counts too, so
 * that two starts at once never get the same memory; from its commit on its state counts.
 */
@ApplicationScoped
class MemoryAdmission {
    private final Vms vms;
    private final HostMemory host;
    private final OpenClaims claims;

    MemoryAdmission(Vms vms, HostMemory host, TransactionSynchronizationRegistry transactions) {
        this.claims = new OpenClaims(transactions);
        this.vms = vms;
        this.host = host;
    }

    /**
     * In the transaction that makes the VM a starting one. Throws {@link Failure.Conflict} {@code
     * insufficient-memory}.
     */
    synchronized void admit(Vm vm) {
        Map<UUID, Integer> others = claims.ofOthers(vm.id);
        long committed = vms.memoryInUseMib(others.keySet(), vm.id);
        long pending = others.values().stream().mapToLong(Integer::longValue).sum();
        long free = host.forVmsMib() - committed - pending;
        if (vm.memoryMib > free) {
            throw new Failure.Conflict(
                    "insufficient-memory",
                    "VM '"
                            + vm.name
                            + "' needs "
                            + vm.memoryMib
                            + " MiB, and "
                            + Math.max(0, free)
                            + " of "
                            + host.forVmsMib()
                            + " MiB are free.",
                    "Stop another VM, or give this one less memory.");
        }
        claims.add(vm.id, vm.memoryMib);
    }

    /** Throws {@link Failure.Invalid} when no VM of that size could ever start here. */
    void checkPossible(int memoryMib) {
        if (memoryMib > host.forVmsMib()) {
            throw Failure.Invalid.field(
                    "memoryMib",
                    "must be "
                            + host.forVmsMib()
                            + " at most, which is what this host has for VMs");
        }
    }
}
