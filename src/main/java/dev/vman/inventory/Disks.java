package dev.vman.inventory;

import dev.vman.journal.Events;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The disks' table. A disk changes only here, together with its event. */
@ApplicationScoped
public class Disks implements NamedRows<Disk> {
    private final Events events;
    private final Clock clock;
    private final RootPorts ports;

    Disks(Events events, Clock clock, RootPorts ports) {
        this.events = events;
        this.clock = clock;
        this.ports = ports;
    }

    @Override
    public String type() {
        return "disk";
    }

    /** In the order of names. */
    public List<Disk> list(Optional<DiskState> state, Optional<UUID> vm, Page page) {
        StringBuilder query = new StringBuilder("name > :after");
        Map<String, Object> parameters = new HashMap<>(Map.of("after", page.after()));
        state.ifPresent(value -> {
            query.append(" and state = :state");
            parameters.put("state", value);
        });
        vm.ifPresent(value -> {
            query.append(" and vm = :vm");
            parameters.put("vm", value);
        });
        return find(query + " order by name", parameters).page(0, page.limit()).list();
    }

    /** The disks of one VM, the root disk first. */
    public List<Disk> of(UUID vm) {
        return list("vm = ?1 order by root desc, createdAt, id", vm);
    }

    /** The disks of many VMs. */
    public List<Disk> of(Collection<UUID> vms) {
        return vms.isEmpty() ? List.of() : list("vm in ?1 order by root desc, createdAt, id", vms);
    }

    /**
     * The lowest slot on this bus that neither a disk nor a NIC of the VM has; empty when all are
     * taken.
     */
    public Optional<Integer> freeSlot(UUID vm, DiskBus bus, int slots) {
        Set<Integer> taken =
                switch (bus) {
                    case VIRTIO -> ports.taken(vm);
                    case SCSI -> targets(vm);
                };
        return IntStream.range(0, slots).boxed().filter(slot -> !taken.contains(slot)).findFirst();
    }

    private Set<Integer> targets(UUID vm) {
        return of(vm).stream()
                .filter(disk -> disk.bus == DiskBus.SCSI)
                .map(disk -> disk.slot)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    public void add(Disk disk) {
        insert(disk, clock.instant());
        events.append("disk.created", disk.target(), Map.of("state", disk.state));
    }

    /** Records a row that was lost, as old as it was; null: nobody knows. */
    public void adopt(Disk disk, @Nullable Instant createdAt) {
        insert(disk, createdAt == null ? clock.instant() : createdAt);
        events.append("disk.created", disk.target(), Map.of("state", disk.state, "adopted", true));
    }

    private void insert(Disk disk, Instant createdAt) {
        disk.createdAt = createdAt;
        disk.updatedAt = clock.instant();
        persistAndFlush(disk);
    }

    /** Records a change that was made to the row. */
    public void changed(Disk disk) {
        disk.updatedAt = clock.instant();
        getEntityManager().flush();
        Map<String, Object> data =
                new HashMap<>(Map.of("state", disk.state, "sizeBytes", disk.sizeBytes));
        if (disk.vm != null) {
            data.put("vm", disk.vm);
        }
        events.append("disk.changed", disk.target(), data);
    }

    public void remove(Disk disk) {
        events.append("disk.deleted", disk.target(), Map.of());
        delete(disk);
    }
}
