package dev.vman.lifecycle;

import dev.vman.inventory.Address;
import dev.vman.inventory.AddressPool;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.Network;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.Reference;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes NICs, in the transaction that adds their VM. */
@ApplicationScoped
class NicRows {
    private final Networks networks;
    private final Nics nics;
    private final AddressPool pool;

    NicRows(Networks networks, Nics nics, AddressPool pool) {
        this.networks = networks;
        this.nics = nics;
        this.pool = pool;
    }

    /** Of a new VM; null: one NIC on the default network. Throws {@link dev.vman.Failure}. */
    void join(UUID vm, @Nullable List<NicPlan> plans) {
        List<NicPlan> wanted = plans == null ? List.of(defaultNic(vm)) : plans;
        // While they are locked, nobody deletes them; all in one order.
        wanted.stream().map(NicPlan::network).distinct().sorted().forEach(networks::lockReady);
        List<Nic> rows = new ArrayList<>();
        wanted.forEach(plan -> rows.add(plan.row(vm, rows.size())));
        nics.write(rows);
    }

    private NicPlan defaultNic(UUID vm) {
        return new NicPlan(
                UUID.randomUUID(), networks.requireDefault().id, MacAddress.of(vm), null);
    }

    /**
     * Of an adopted VM, as its manifest has them (one of before there were networks has none); on
     * the default network where theirs is not known, with another MAC where theirs is another's by
     * now.
     *
     * @param running its addresses are those of a process
     */
    void adopt(UUID vm, @Nullable List<Manifest.NicEntry> entries, boolean running) {
        if (entries == null) {
            nics.write(List.of(defaultNic(vm).row(vm, 0)));
            return;
        }
        int index = 0;
        for (Manifest.NicEntry entry : entries) {
            Nic nic = nic(vm, entry.slotOr(index), entry);
            nic.detachPending = running && Boolean.TRUE.equals(entry.detachPending());
            nics.write(List.of(nic));
            Ipv4Address had = entry.address();
            if (running && had != null) {
                pool.keep(nic, had);
            }
            index++;
        }
    }

    private Nic nic(UUID vm, int slot, Manifest.NicEntry entry) {
        Nic nic = new Nic();
        nic.id = nics.findByIdOptional(entry.id()).isEmpty() ? entry.id() : UUID.randomUUID();
        nic.vm = vm;
        nic.slot = slot;
        nic.port = entry.port();
        Network network = knownOrDefault(entry.network());
        nic.network = network.id;
        MacAddress mac = MacAddress.parse(entry.mac());
        nic.mac = nics.withMac(mac).isEmpty() ? mac : MacAddress.of(nic.id);
        nic.ip = freeFixed(network, entry.ip());
        return nic;
    }

    private Network knownOrDefault(String name) {
        return networks.lookUp(new Reference.ByName(name)).orElseGet(networks::requireDefault);
    }

    /** The name of the network that an adopted VM is on. */
    String known(String name) {
        return knownOrDefault(name).name;
    }

    private @Nullable Ipv4Address freeFixed(Network network, @Nullable Ipv4Address ip) {
        boolean fits =
                ip != null
                        && network.subnet != null
                        && network.subnet.canBeHost(ip)
                        && !ip.equals(network.gateway)
                        && nics.withFixed(network.id, ip).isEmpty();
        return fits ? ip : null;
    }

    /** For manifests. */
    List<Manifest.NicEntry> entries(UUID vm, Collection<Address> addresses) {
        return nics.of(vm).stream().map(nic -> entry(nic, addresses)).toList();
    }

    private Manifest.NicEntry entry(Nic nic, Collection<Address> addresses) {
        @Nullable Ipv4Address now =
                addresses.stream()
                        .filter(address -> address.nic.equals(nic.id))
                        .map(address -> address.ip)
                        .findFirst()
                        .orElse(null);
        return new Manifest.NicEntry(
                nic.id,
                networks.require(nic.network).name,
                nic.mac.value(),
                nic.ip,
                now,
                nic.slot,
                nic.port,
                nic.detachPending ? true : null);
    }
}
