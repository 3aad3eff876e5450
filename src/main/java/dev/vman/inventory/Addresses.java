package dev.vman.inventory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The table of addresses in use; {@link AddressPool} writes it. */
@ApplicationScoped
public class Addresses implements PanacheRepositoryBase<Address, UUID> {
    /** Of one VM's NICs. */
    public List<Address> of(UUID vm) {
        return list("vm", vm);
    }

    /** Of many VMs' NICs. */
    public List<Address> of(Collection<UUID> vms) {
        return vms.isEmpty() ? List.of() : list("vm in ?1", vms);
    }

    public List<Address> on(UUID network) {
        return list("network", network);
    }

    public boolean anyOn(UUID network) {
        return count("network", network) > 0;
    }
}
