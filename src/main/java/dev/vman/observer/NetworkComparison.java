package dev.vman.observer;

import static dev.vman.observer.WorldComparison.evidence;

import dev.vman.host.Presence;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import dev.vman.network.DesiredNetwork;
import dev.vman.network.NetworkChange;
import dev.vman.network.Port;
import dev.vman.network.SeenAddress;
import dev.vman.network.SeenAddress.How;
import dev.vman.observer.WorldComparison.Collected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A network's links, filters, DHCP and addresses against its rows; pure. */
final class NetworkComparison {
    private static final List<FindingKind> KINDS =
            List.of(
                    FindingKind.NETWORK_MISSING,
                    FindingKind.ORPHAN_TAP,
                    FindingKind.ORPHAN_LEASE,
                    FindingKind.ADDRESS_MISMATCH);
    private final Collected found;
    private final String name;
    private final DesiredNetwork network;
    private final NetworkSight.Told told;

    private NetworkComparison(Collected found, NetworkSight sight, NetworkSight.Told told) {
        this.found = found;
        this.name = sight.name();
        this.network = sight.desired();
        this.told = told;
    }

    static void addTo(Collected found, NetworkSight sight) {
        if (sight.told() instanceof Presence.Present<NetworkSight.Told>(NetworkSight.Told told)) {
            NetworkComparison comparison = new NetworkComparison(found, sight, told);
            comparison.addMissing();
            comparison.addOrphans();
            comparison.addAddresses();
        } else {
            KINDS.forEach(found::untold);
        }
    }

    private void addMissing() {
        List<String> changes = new ArrayList<>();
        Set<UUID> holds = new HashSet<>(Set.of(network.id()));
        for (NetworkChange change : told.plan()) {
            if (!isOrphan(change, "tap") && !isOrphan(change, "lease")) {
                changes.add(
                        "%s %s %s: %s"
                                .formatted(
                                        change.kind(),
                                        change.subject(),
                                        change.name(),
                                        change.detail()));
                portOf(change).ifPresent(port -> holds.add(port.vm()));
            }
        }
        if (!changes.isEmpty()) {
            found.add(
                    new Difference(
                            FindingKind.NETWORK_MISSING,
                            network.id().toString(),
                            Subject.row("network", network.id(), name),
                            Optional.empty(),
                            holds,
                            evidence("networkId", network.id().toString(), "changes", changes)));
        }
    }

    private static boolean isOrphan(NetworkChange change, String subject) {
        return change.kind().equals("remove") && change.subject().equals(subject);
    }

    private Optional<Port> portOf(NetworkChange change) {
        return network.ports().stream()
                .filter(port ->
                        change.name().equals(port.tap())
                                || change.name().equals(port.ip().toString()))
                .findFirst();
    }

    private void addOrphans() {
        for (NetworkChange change : told.plan()) {
            if (isOrphan(change, "tap")) {
                orphan(FindingKind.ORPHAN_TAP, "tap", change.name(), change.detail());
            } else if (isOrphan(change, "lease")) {
                orphan(FindingKind.ORPHAN_LEASE, "lease", change.name(), change.detail());
            }
        }
    }

    private void orphan(FindingKind kind, String type, String what, String detail) {
        found.add(
                new Difference(
                        kind,
                        network.id() + " " + what,
                        new Subject(type, null, what, null, null),
                        Optional.empty(),
                        Set.of(network.id()),
                        evidence(
                                "networkId",
                                network.id().toString(),
                                "network",
                                name,
                                "detail",
                                detail)));
    }

    /** Somebody else's DHCP server gives what it wants. */
    private void addAddresses() {
        if (network.foreign()) {
            return;
        }
        network.ports().forEach(this::compare);
        told.addresses().stream()
                .filter(address -> address.how() == How.LEASED && port(address.mac()).isEmpty())
                .forEach(address ->
                        orphan(
                                FindingKind.ORPHAN_LEASE,
                                "lease",
                                address.ip().toString(),
                                "leased to " + address.mac().value()));
    }

    /**
     * A guest that says what it has is taken at its word. Else a neighbour table remembers what a
     * NIC had before: another address counts only where the right one is not known of it.
     */
    private void compare(Port port) {
        List<SeenAddress> known =
                told.addresses().stream()
                        .filter(address -> address.mac().equals(port.mac()))
                        .toList();
        List<SeenAddress> said =
                known.stream().filter(address -> address.how() == How.REPORTED).toList();
        List<SeenAddress> counting = said.isEmpty() ? known : said;
        if (counting.stream().anyMatch(address -> address.ip().equals(port.ip()))) {
            return;
        }
        counting.stream()
                .filter(address -> network.subnet().canBeHost(address.ip()))
                .findFirst()
                .ifPresent(address -> mismatch(port, address.ip(), address.how()));
    }

    private void mismatch(Port port, Ipv4Address other, How how) {
        found.add(
                new Difference(
                        FindingKind.ADDRESS_MISMATCH,
                        port.nic().toString(),
                        Subject.row("nic", port.nic(), port.hostname()),
                        Optional.of(port.vm()),
                        Set.of(network.id(), port.vm()),
                        evidence(
                                "networkId",
                                network.id().toString(),
                                "network",
                                name,
                                "mac",
                                port.mac().value(),
                                "assigned",
                                port.ip().toString(),
                                how.name().toLowerCase(Locale.ROOT),
                                other.toString())));
    }

    private Optional<Port> port(MacAddress mac) {
        return network.ports().stream().filter(port -> port.mac().equals(mac)).findFirst();
    }
}
