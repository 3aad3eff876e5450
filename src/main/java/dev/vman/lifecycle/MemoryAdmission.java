package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.operator.HostMemory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Admits memory across all VMs. A start that was admitted and is not committed yet counts too, so
 * that two starts at once never get the same memory.
 */
@ApplicationScoped
class MemoryAdmission {
    private final Vms vms;
    private final HostMemory host;
    private final Map<UUID, Integer> admitted = new ConcurrentHashMap<>();

    MemoryAdmission(Vms vms, HostMemory host) {
        this.vms = vms;
        this.host = host;
    }

    /**
     * Throws {@link Failure.Conflict} {@code insufficient-memory}; call {@link #settled} when the
     * start has ended.
     */
    synchronized void admit(Vm vm) {
        long committed = vms.memoryInUseMib(admitted.keySet(), vm.id);
        long pending =
                admitted.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(vm.id))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
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
        admitted.put(vm.id, vm.memoryMib);
    }

    void settled(UUID vm) {
        admitted.remove(vm);
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
