package dev.vman.lifecycle;

import dev.vman.inventory.Address;
import dev.vman.inventory.Addresses;
import dev.vman.inventory.Disk;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Ipv4Subnet;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.MetadataRows;
import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkMode;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.Vm;
import dev.vman.operator.GuestSeed;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What cloud-init is told in VMs that have something to be told. */
@ApplicationScoped
class GuestSeeds {
    private final MetadataRows metadata;
    private final Nics nics;
    private final Networks networks;
    private final Addresses addresses;

    GuestSeeds(MetadataRows metadata, Nics nics, Networks networks, Addresses addresses) {
        this.metadata = metadata;
        this.nics = nics;
        this.networks = networks;
        this.addresses = addresses;
    }

    /**
     * Empty for a VM that neither has metadata nor was made of an image, which may look for some.
     * To be called in a transaction.
     */
    Optional<GuestSeed> of(Vm vm, List<Disk> attached) {
        Metadata told = metadata.of(vm.id);
        boolean ofAnImage = attached.stream().anyMatch(disk -> disk.root && disk.image != null);
        return ofAnImage || !told.equals(Metadata.NONE)
                ? Optional.of(seed(vm, told))
                : Optional.empty();
    }

    private GuestSeed seed(Vm vm, Metadata told) {
        Map<UUID, Address> given =
                addresses.of(vm.id).stream()
                        .collect(Collectors.toMap(address -> address.nic, Function.identity()));
        List<GuestSeed.Link> links =
                nics.of(vm.id).stream()
                        .filter(nic -> !nic.detachPending)
                        .map(nic -> link(nic, Optional.ofNullable(given.get(nic.id))))
                        .toList();
        return new GuestSeed(
                vm.id,
                Objects.requireNonNullElse(told.hostname(), vm.name),
                told.sshKeys(),
                Optional.ofNullable(told.userData()),
                links);
    }

    /** On somebody else's bridge, addresses are that one's to give. */
    private GuestSeed.Link link(Nic nic, Optional<Address> address) {
        Network network = networks.require(nic.network);
        Ipv4Subnet subnet = network.subnet;
        if (address.isEmpty() || network.foreignBridge || subnet == null) {
            return new GuestSeed.Link.Asking(nic.mac);
        }
        return new GuestSeed.Link.Told(
                nic.mac,
                address.get().ip,
                subnet.prefix(),
                Optional.ofNullable(network.gateway)
                        .filter(_ -> network.mode == NetworkMode.BRIDGE),
                nameServers(network));
    }

    private static List<Ipv4Address> nameServers(Network network) {
        List<Ipv4Address> said = network.dnsServers();
        boolean ours = said.isEmpty() || network.mode == NetworkMode.ISOLATED;
        return ours ? Optional.ofNullable(network.gateway).stream().toList() : said;
    }
}
