package dev.vman.inventory;

import dev.vman.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Gives addresses to the NICs of a VM that starts, and takes them back when its process is proven
 * gone. The network's row is locked meanwhile, so that two starts at once get two addresses;
 * nothing is remembered but rows.
 */
@ApplicationScoped
public class AddressPool {
    private final Networks networks;
    private final Nics nics;
    private final Addresses addresses;
    private final Event<AddressesChanged> changes;

    AddressPool(
            Networks networks, Nics nics, Addresses addresses, Event<AddressesChanged> changes) {
        this.networks = networks;
        this.nics = nics;
        this.addresses = addresses;
        this.changes = changes;
    }

    /**
     * In the transaction that admits a start: each NIC on a bridge has an address afterwards, those
     * that had one the same. Tells whether there are any.
     *
     * @throws Failure.Conflict {@code addresses-exhausted}, {@code address-taken}, or a network is
     *     not ready
     */
    public boolean assign(UUID vm) {
        List<Nic> onBridges =
                nics.of(vm).stream()
                        // The start leaves out what its user has taken away.
                        .filter(nic -> !nic.detachPending)
                        .filter(nic -> networks.require(nic.network).mode.hasBridge())
                        .toList();
        if (onBridges.isEmpty()) {
            return false;
        }
        Set<UUID> have = addresses.of(vm).stream().map(a -> a.nic).collect(Collectors.toSet());
        // All in one order, so that two VMs on the same two networks never wait for each other.
        onBridges.stream()
                .filter(nic -> !have.contains(nic.id))
                .sorted(Comparator.comparing(nic -> nic.network))
                .forEach(this::assign);
        return true;
    }

    /**
     * In the transaction that admits another NIC of a VM that runs: it has an address afterwards,
     * where its network is on a bridge. Throws as {@link #assign(UUID)}.
     */
    public void assignTo(Nic nic) {
        if (networks.require(nic.network).mode.hasBridge()) {
            assign(nic);
        }
    }

    private void assign(Nic nic) {
        Network network = networks.lockReady(nic.network);
        Address address = new Address();
        address.nic = nic.id;
        address.vm = nic.vm;
        address.network = network.id;
        address.ip = choose(network, nic);
        addresses.persistAndFlush(address);
    }

    private Ipv4Address choose(Network network, Nic nic) {
        Set<Ipv4Address> taken =
                addresses.on(network.id).stream().map(a -> a.ip).collect(Collectors.toSet());
        Ipv4Address fixed = nic.ip;
        if (fixed != null) {
            return requireFree(network, fixed, taken);
        }
        List<Nic> others = nics.on(network.id);
        others.stream().map(other -> other.ip).filter(Objects::nonNull).forEach(taken::add);
        return free(subnet(network), gateway(network), taken).orElseThrow(() -> exhausted(network));
    }

    private static Ipv4Address requireFree(
            Network network, Ipv4Address fixed, Set<Ipv4Address> taken) {
        if (!subnet(network).canBeHost(fixed)
                || fixed.equals(gateway(network))
                || taken.contains(fixed)) {
            throw new Failure.Conflict(
                    "address-taken",
                    "The fixed address "
                            + fixed
                            + " is in use on network '"
                            + network.name
                            + "', or none of its subnet "
                            + network.subnet
                            + ".",
                    "Stop the VM that has it, or give the NIC another address.");
        }
        return fixed;
    }

    /** The lowest address that nobody has; pure. */
    static Optional<Ipv4Address> free(
            Ipv4Subnet subnet, Ipv4Address gateway, Set<Ipv4Address> taken) {
        Set<Ipv4Address> used = new HashSet<>(taken);
        used.add(gateway);
        for (Ipv4Address ip = subnet.firstHost(); subnet.canBeHost(ip); ip = ip.plus(1)) {
            if (!used.contains(ip)) {
                return Optional.of(ip);
            }
        }
        return Optional.empty();
    }

    private static Failure exhausted(Network network) {
        return new Failure.Conflict(
                "addresses-exhausted",
                "Every address of network '"
                        + network.name
                        + "' ("
                        + network.subnet
                        + ") is in use or fixed.",
                "Stop or delete a VM of this network, or use a network with a larger subnet.");
    }

    private static Ipv4Subnet subnet(Network network) {
        return Objects.requireNonNull(network.subnet, "a bridge without a subnet");
    }

    private static Ipv4Address gateway(Network network) {
        return Objects.requireNonNull(network.gateway, "a bridge without a gateway");
    }

    /**
     * In the transaction that records that the VM has no process any more; does nothing where it
     * has no address.
     */
    void release(UUID vm) {
        boolean _ = release(addresses.of(vm));
    }

    /**
     * In the transaction that records that the VM's process does not have this NIC any more, or
     * never had it. Tells whether it had an address.
     */
    public boolean releaseOf(Nic nic) {
        return release(addresses.findByIdOptional(nic.id).stream().toList());
    }

    private boolean release(List<Address> held) {
        if (held.isEmpty()) {
            return false;
        }
        held.forEach(addresses::delete);
        addresses.flush();
        changes.fire(
                new AddressesChanged(
                        held.stream().map(a -> a.network).collect(Collectors.toSet())));
        return true;
    }

    /**
     * Writes the address that the NIC of an adopted, running VM has, unless another has it by now.
     */
    public void keep(Nic nic, Ipv4Address ip) {
        Network network = networks.lock(nic.network);
        boolean free =
                network.mode.hasBridge()
                        && subnet(network).canBeHost(ip)
                        && addresses.on(network.id).stream().noneMatch(a -> a.ip.equals(ip));
        if (free) {
            Address address = new Address();
            address.nic = nic.id;
            address.vm = nic.vm;
            address.network = network.id;
            address.ip = ip;
            addresses.persistAndFlush(address);
            changes.fire(new AddressesChanged(Set.of(network.id)));
        }
    }
}
