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
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vms;
import dev.vman.network.KnownAddresses;
import dev.vman.network.SeenAddress;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads NICs, each call what is committed now. Those of many VMs cost two queries, one for each
 * network that they are on, and of each network that one of them has an address of one look at the
 * host.
 */
@Singleton
class NicReading {
    private final Nics nics;
    private final Addresses addresses;
    private final Networks networks;
    private final KnownAddresses known;
    private final Snapshot snapshot;
    private final Vms vms;

    NicReading(
            Nics nics,
            Addresses addresses,
            Networks networks,
            KnownAddresses known,
            Snapshot snapshot,
            Vms vms) {
        this.snapshot = snapshot;
        this.vms = vms;
        this.nics = nics;
        this.addresses = addresses;
        this.networks = networks;
        this.known = known;
    }

    /** Those of one VM. */
    Items<NicView> list(String vm, ListParameters part) {
        return snapshot.read(() -> Items.of(of(id(vm)), part, nic -> nic.id().toString()));
    }

    /** One by its id or MAC. */
    Read<NicView> read(String vm, String nic) {
        return snapshot.read(() -> {
            UUID owner = id(vm);
            Nic row = nics.require(owner, nic);
            NicView view =
                    of(owner).stream()
                            .filter(shown -> shown.id().equals(row.id))
                            .findFirst()
                            .orElseThrow();
            return new Read<>(view, row.id, row.version);
        });
    }

    private UUID id(String vm) {
        return vms.require(Reference.parse(vm)).id;
    }

    /** As a collection of their own. */
    dev.vman.api.Collection of(String vm) {
        return new dev.vman.api.Collection() {
            @Override
            public String path() {
                return "vms/" + vm + "/nics";
            }

            @Override
            public Read<?> read(UUID id) {
                return NicReading.this.read(vm, id.toString());
            }
        };
    }

    /** One VM's in their order; in a transaction. */
    List<NicView> of(UUID vm) {
        List<Nic> cards = nics.of(vm);
        // Only there a NIC has an address, and one query less is a tenth of the whole reading.
        List<Address> given = anyOnBridge(cards) ? addresses.of(vm) : List.of();
        return cards.stream().map(viewer(given)).toList();
    }

    private boolean anyOnBridge(List<Nic> cards) {
        return cards.stream()
                .map(nic -> networks.findById(nic.network))
                .anyMatch(network -> network != null && network.mode.hasBridge());
    }

    /** By VM, each one's in their order; in a transaction. */
    Map<UUID, List<NicView>> of(Collection<UUID> vms) {
        return nics.of(vms).stream()
                .collect(groupingBy(nic -> nic.vm, mapping(viewer(addresses.of(vms)), toList())));
    }

    /** Looks up each network once. */
    private Function<Nic, NicView> viewer(List<Address> addresses) {
        Map<UUID, Address> assigned =
                addresses.stream()
                        .collect(Collectors.toMap(address -> address.nic, Function.identity()));
        Map<UUID, Network> on = new HashMap<>();
        return nic ->
                view(
                        nic,
                        on.computeIfAbsent(nic.network, networks::findById),
                        assigned.get(nic.id));
    }

    private NicView view(Nic nic, @Nullable Network network, @Nullable Address address) {
        List<SeenAddress> seen = address == null ? List.of() : known.of(nic.network);
        boolean foreign = network != null && network.foreignBridge;
        return NicView.of(nic, network == null ? "" : network.name, foreign, address, seen);
    }
}
