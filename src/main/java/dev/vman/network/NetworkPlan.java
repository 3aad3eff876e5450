package dev.vman.network;

import dev.vman.Failure;
import dev.vman.network.PlannedChange.AddNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The way from what is to what should be, in its order: what is gone goes first; filters are there
 * before links; a DHCP server knows a guest before its tap is up. Pure.
 */
final class NetworkPlan {
    private NetworkPlan() {}

    /**
     * Changes nothing that is as wanted, so that what is complete needs no change.
     *
     * @param namespace the name of the namespace to make where there is none
     * @throws Failure.HostFailure when the bridge's name belongs to somebody else, or somebody
     *     else's bridge is not there
     */
    static List<PlannedChange> of(
            DesiredNetwork wanted, ObservedNetwork seen, Optional<String> namespace) {
        requireOurs(wanted, seen);
        List<PlannedChange> changes = new ArrayList<>();
        if (seen.namespace().isEmpty()) {
            namespace.map(AddNamespace::new).ifPresent(changes::add);
        }
        changes.addAll(TapPlan.removals(wanted, seen));
        changes.addAll(BridgePlan.removals(wanted, seen));
        changes.addAll(FilterPlan.of(wanted, seen));
        changes.addAll(BridgePlan.of(wanted, seen, namespace.isPresent()));
        changes.addAll(DhcpPlan.of(wanted, seen));
        changes.addAll(TapPlan.of(wanted, seen));
        return List.copyOf(changes);
    }

    /** Everything that was made for a network goes, links before what filters them. */
    static List<PlannedChange> removal(UUID network, ObservedNetwork seen) {
        NetworkNames names = new NetworkNames(network);
        List<Link> bridges = seen.bridgesOf(names);
        List<PlannedChange> changes = new ArrayList<>();
        seen.tapsOf(bridges.stream().findFirst())
                .forEach(tap -> changes.add(TapPlan.removal(tap, "Its network is gone.")));
        if (!seen.servers().isEmpty()) {
            changes.add(new PlannedChange.StopDhcp(network.toString(), seen.servers()));
        }
        bridges.forEach(bridge -> changes.add(BridgePlan.removal(bridge)));
        for (String family : List.of(RoutingFilter.FAMILY, GuestFilter.FAMILY)) {
            if (seen.tables().containsKey(NftTable.key(family, names.table()))) {
                changes.add(new PlannedChange.RemoveTable(family, names.table()));
            }
        }
        return List.copyOf(changes);
    }

    private static void requireOurs(DesiredNetwork wanted, ObservedNetwork seen) {
        Optional<Link> link = seen.link(wanted.bridge());
        if (wanted.foreign()) {
            if (link.filter(there -> there.kind() == Link.Kind.BRIDGE).isEmpty()) {
                throw failure(
                        "There is no bridge '" + wanted.bridge() + "' here.",
                        "Make the bridge, or let the network have one of its own.");
            }
            return;
        }
        String mark = new NetworkNames(wanted.id()).bridgeMac();
        if (link.filter(there -> !there.mac().equals(mark)).isPresent()) {
            throw failure(
                    "There is a link '" + wanted.bridge() + "' already that VMAN did not make.",
                    "Give the network another bridge name, or say that the bridge is not VMAN's.");
        }
    }

    static Failure.HostFailure failure(String detail, String remedy) {
        return new Failure.HostFailure("network-failed", detail, remedy, null);
    }
}
