package dev.vman.inventory;

import dev.vman.Failure;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** The NICs' table. */
@ApplicationScoped
public class Nics implements PanacheRepositoryBase<Nic, UUID> {
    /** Of one VM, the first one first. */
    public List<Nic> of(UUID vm) {
        return list("vm = ?1 order by slot", vm);
    }

    /** Of many VMs. */
    public List<Nic> of(Collection<UUID> vms) {
        return vms.isEmpty() ? List.of() : list("vm in ?1 order by slot", vms);
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

    /** VMs that have no NIC: they are of before there were networks. */
    public List<UUID> vmsWithout() {
        return getEntityManager()
                .createQuery(
                        "select v.id from Vm v where not exists (select 1 from Nic n where n.vm = v.id)",
                        UUID.class)
                .getResultList();
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
