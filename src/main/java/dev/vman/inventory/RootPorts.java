package dev.vman.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The PCIe root ports of a VM. A port holds one device: a virtio disk, or a NIC that was added
 * after its VM. Disks take them from the bottom, NICs from the top, so that a VM with few of both
 * has them where VMs always had them. To be asked by acts that hold the VM.
 */
@ApplicationScoped
public class RootPorts {
    private final EntityManager entities;

    RootPorts(EntityManager entities) {
        this.entities = entities;
    }

    /** Those that a disk or NIC has by its row. */
    public Set<Integer> taken(UUID vm) {
        Set<Integer> taken =
                new HashSet<>(
                        entities.createQuery(
                                        "select d.slot from Disk d where d.vm = :vm and d.bus = :bus and d.slot is not null",
                                        Integer.class)
                                .setParameter("vm", vm)
                                .setParameter("bus", DiskBus.VIRTIO)
                                .getResultList());
        taken.addAll(
                entities.createQuery(
                                "select n.port from Nic n where n.vm = :vm and n.port is not null",
                                Integer.class)
                        .setParameter("vm", vm)
                        .getResultList());
        return taken;
    }

    /** The highest of this many that nothing has; empty when all are taken. */
    public Optional<Integer> highestFree(UUID vm, int ports) {
        Set<Integer> taken = taken(vm);
        return IntStream.range(0, ports)
                .boxed()
                .filter(port -> !taken.contains(port))
                .max(Comparator.naturalOrder());
    }
}
