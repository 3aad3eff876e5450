package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Addresses;
import dev.vman.inventory.Ipv4Subnet;
import dev.vman.inventory.Network;
import dev.vman.inventory.Nics;
import dev.vman.inventory.Templates;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;

/** Who uses a network; refuses what would take it from under them. In a transaction. */
@ApplicationScoped
class NetworkUse {
    private final Nics nics;
    private final Addresses addresses;
    private final Templates templates;

    NetworkUse(Nics nics, Addresses addresses, Templates templates) {
        this.nics = nics;
        this.addresses = addresses;
        this.templates = templates;
    }

    /** Throws {@link Failure.Conflict} while a VM or template has it, and for the default. */
    void requireUnused(Network network) {
        requireNotDefault(network, "deleted");
        if (nics.anyOn(network.id) || templates.count("network", network.name) > 0) {
            throw new Failure.Conflict(
                    "network-in-use",
                    "VMs or templates are on network '" + network.name + "'.",
                    "Delete them first.");
        }
    }

    /** Throws unless its structure can become this. */
    void requireIdle(Network network, NetworkSpec wanted) {
        requireNotDefault(network, "changed so");
        if (nics.runsOn(network.id) || addresses.anyOn(network.id)) {
            throw new Failure.Conflict(
                    "network-in-use",
                    "VMs run on network '" + network.name + "'.",
                    "Stop them first; 'dns' can be changed meanwhile.");
        }
        Ipv4Subnet subnet = wanted.subnet();
        boolean fits =
                nics.on(network.id).stream()
                        .map(nic -> nic.ip)
                        .filter(Objects::nonNull)
                        .allMatch(ip ->
                                subnet != null
                                        && subnet.canBeHost(ip)
                                        && !ip.equals(wanted.gateway()));
        if (!fits) {
            throw new Failure.Conflict(
                    "network-in-use",
                    "NICs on network '" + network.name + "' have fixed addresses outside of it.",
                    "Change those first.");
        }
    }

    private static void requireNotDefault(Network network, String verb) {
        if (network.name.equals(Network.DEFAULT)) {
            throw new Failure.Conflict(
                    "default-network",
                    "The network 'default' comes from the configuration, and can't be "
                            + verb
                            + ".",
                    "Set vman.network.* and restart the daemon, or create another network.");
        }
    }
}
