package dev.vman.inventory;

import dev.vman.Failure;
import dev.vman.journal.Events;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.exception.ConstraintViolationException;

/** The NICs' table. */
@ApplicationScoped
public class Nics implements PanacheRepositoryBase<Nic, UUID> {
    private final Events events;

    Nics(Events events) {
        this.events = events;
    }

    /** Of one VM, the first one first. */
    public List<Nic> of(UUID vm) {
        return list("vm = ?1 order by slot", vm);
    }

    /** Of many VMs. */
    public List<Nic> of(Collection<UUID> vms) {
        return vms.isEmpty() ? List.of() : list("vm in ?1 order by slot", vms);
    }

    /**
     * One of this VM's, by its id or MAC.
     *
     * @throws Failure.NotFound also where it is another VM's
     */
    public Nic require(UUID vm, String reference) {
        return of(vm).stream()
                .filter(nic ->
                        nic.id.toString().equalsIgnoreCase(reference)
                                || nic.mac.value().equalsIgnoreCase(reference))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("nic", reference));
    }

    /** The lowest place that no NIC of the VM has; empty when all are taken. */
    public Optional<Integer> freeSlot(UUID vm, int slots) {
        Set<Integer> taken = of(vm).stream().map(nic -> nic.slot).collect(Collectors.toSet());
        return IntStream.range(0, slots).boxed().filter(slot -> !taken.contains(slot)).findFirst();
    }

    public boolean anyOn(UUID network) {
        return count("network", network) > 0;
    }

    public List<Nic> on(UUID network) {
        return list("network", network);
    }

    public Optional<Nic> withMac(MacAddress mac) {
        return find("mac", mac).firstResultOptional();
    }

    public Optional<Nic> withFixed(UUID network, Ipv4Address ip) {
        return find("network = ?1 and ip = ?2", network, ip).firstResultOptional();
    }

    /** Whether a VM that may have a process is on it. */
    public boolean runsOn(UUID network) {
        return getEntityManager()
                        .createQuery(
                                "select count(n) from Nic n join Vm v on v.id = n.vm where n.network = :network and v.state in :live",
                                Long.class)
                        .setParameter("network", network)
                        .setParameter("live", VmState.live())
                        .getSingleResult()
                > 0;
    }

    /** Tells that the VM has one more NIC. */
    public void attached(Nic nic, Vm vm) {
        events.append("nic.attached", vm.target(), data(nic));
    }

    /** Records that the VM has it no more, and tells it. */
    public void remove(Nic nic, Vm vm) {
        events.append("nic.detached", vm.target(), data(nic));
        delete(nic);
    }

    private static Map<String, Object> data(Nic nic) {
        return Map.of("nic", nic.id, "mac", nic.mac.value(), "network", nic.network);
    }

    /**
     * Adds or writes NICs.
     *
     * @throws Failure.Conflict {@code mac-taken} or {@code address-taken}
     */
    public void write(Collection<Nic> nics) {
        try {
            nics.forEach(this::persist);
            getEntityManager().flush();
        } catch (PersistenceException e) {
            if (e instanceof ConstraintViolationException violation) {
                throw taken(violation);
            }
            throw e;
        }
    }

    private static RuntimeException taken(ConstraintViolationException violation) {
        String name = String.valueOf(violation.getConstraintName()).toLowerCase(Locale.ROOT);
        if (name.contains("nic_mac_unique")) {
            return new Failure.Conflict(
                    "mac-taken", "Another NIC has this MAC already.", "Choose another MAC.");
        }
        if (name.contains("nic_ip_unique")) {
            return new Failure.Conflict(
                    "address-taken",
                    "Another NIC of the network has this fixed address.",
                    "Choose another address, or none.");
        }
        return violation;
    }
}
