package dev.vman.api;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.vman.inventory.Address;
import dev.vman.inventory.Addresses;
import dev.vman.inventory.Network;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.network.KnownAddresses;
import dev.vman.network.SeenAddress;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the NICs of many VMs: three queries, and of each network that one of them has an address of
 * one look at the host.
 */
@Singleton
class NicReading {
    private final Nics nics;
    private final Addresses addresses;
    private final Networks networks;
    private final KnownAddresses known;

    NicReading(Nics nics, Addresses addresses, Networks networks, KnownAddresses known) {
        this.nics = nics;
        this.addresses = addresses;
        this.networks = networks;
        this.known = known;
    }

    /** By VM, each one's in their order; in a transaction. */
    Map<UUID, List<NicView>> of(Collection<UUID> vms) {
        List<Nic> rows = nics.of(vms);
        Map<UUID, Network> on =
                networks.listAll().stream()
                        .collect(Collectors.toMap(network -> network.id, Function.identity()));
        Map<UUID, Address> assigned =
                addresses.of(vms).stream()
                        .collect(Collectors.toMap(address -> address.nic, Function.identity()));
        return rows.stream()
                .collect(
                        groupingBy(
                                nic -> nic.vm,
                                mapping(
                                        nic -> view(nic, on.get(nic.network), assigned),
                                        toList())));
    }

    private NicView view(Nic nic, @Nullable Network network, Map<UUID, Address> assigned) {
        @Nullable Address address = assigned.get(nic.id);
        List<SeenAddress> seen = address == null ? List.of() : known.of(nic.network);
        boolean foreign = network != null && network.foreignBridge;
        return NicView.of(nic, network == null ? "" : network.name, foreign, address, seen);
    }
}
