package dev.vman.network;

import dev.vman.inventory.NetworkMode;
import dev.vman.network.PlannedChange.ChangeLink;
import dev.vman.network.PlannedChange.SetKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our bridge, with the gateway's address, and that of the metadata service. */
final class BridgePlan {
    private static final String SUBJECT = "bridge";
    private static final String LOOPBACK = "lo";
    private static final String METADATA = RoutingFilter.METADATA + "/32";
    private static final String METADATA_ON_LOOPBACK = METADATA + " dev lo label lo:vman";

    private BridgePlan() {}

    /** Bridges that this network had under another name. */
    static List<PlannedChange> removals(DesiredNetwork wanted, ObservedNetwork seen) {
        return seen.bridgesOf(new NetworkNames(wanted.id())).stream()
                .filter(bridge -> wanted.foreign() || !bridge.name().equals(wanted.bridge()))
                .map(BridgePlan::removal)
                .toList();
    }

    static PlannedChange removal(Link bridge) {
        return new ChangeLink(
                new NetworkChange(
                        PlannedChange.REMOVE, SUBJECT, bridge.name(), "It is not wanted."),
                List.of("link delete dev " + bridge.name()));
    }

    static List<PlannedChange> of(
            DesiredNetwork wanted, ObservedNetwork seen, boolean ownNamespace) {
        if (wanted.foreign()) {
            return List.of();
        }
        List<PlannedChange> changes = new ArrayList<>();
        Optional<Link> there = seen.link(wanted.bridge());
        loopback(seen, ownNamespace).ifPresent(changes::add);
        there.map(bridge -> correction(wanted, bridge))
                .orElseGet(() -> Optional.of(addition(wanted)))
                .ifPresent(changes::add);
        if (ownNamespace && there.isEmpty()) {
            // else the kernel shows bridged packets to filters that are about routed ones, where
            // it has the module that can
            changes.add(new SetKernel("bridge/bridge-nf-call-iptables", "0"));
        }
        if (wanted.mode() == NetworkMode.BRIDGE && !seen.forwarding()) {
            changes.add(new SetKernel("ipv4/ip_forward", "1"));
        }
        return changes;
    }

    /**
     * The metadata service's address is there once for all networks: two DHCP servers could not
     * both listen on it.
     */
    private static Optional<PlannedChange> loopback(ObservedNetwork seen, boolean ownNamespace) {
        List<String> lines = new ArrayList<>();
        Optional<Link> loopback = seen.link(LOOPBACK);
        if (ownNamespace && loopback.filter(Link::up).isEmpty()) {
            lines.add("link set dev lo up");
        }
        if (loopback.filter(link -> link.addresses().contains(METADATA)).isEmpty()) {
            lines.add("addr add " + METADATA_ON_LOOPBACK + " scope host");
        }
        return change(LOOPBACK, lines, "link");
    }

    /** With the last network; one that somebody else had set, which has no label of ours, stays. */
    static List<String> withoutMetadata() {
        return List.of("addr delete " + METADATA_ON_LOOPBACK);
    }

    private static PlannedChange addition(DesiredNetwork wanted) {
        String vlan = wanted.vlanId().isPresent() ? vlan(wanted) : "";
        List<String> lines = new ArrayList<>();
        lines.add(
                "link add name "
                        + wanted.bridge()
                        + " group "
                        + NetworkNames.BRIDGE_GROUP
                        + " address "
                        + new NetworkNames(wanted.id()).bridgeMac()
                        + " type bridge stp_state 0 forward_delay 0 mcast_snooping 0"
                        + vlan);
        lines.add("link set dev " + wanted.bridge() + " addrgenmode none");
        lines.add("addr add " + gateway(wanted) + " dev " + wanted.bridge());
        lines.add("link set dev " + wanted.bridge() + " up");
        return new ChangeLink(
                new NetworkChange(PlannedChange.ADD, SUBJECT, wanted.bridge(), "There is none."),
                lines);
    }

    private static Optional<PlannedChange> correction(DesiredNetwork wanted, Link bridge) {
        List<String> lines = new ArrayList<>();
        String gateway = gateway(wanted);
        bridge.addresses().stream()
                .filter(address -> !address.equals(gateway))
                .sorted()
                .forEach(address -> lines.add("addr delete " + address + " dev " + bridge.name()));
        if (!bridge.addresses().contains(gateway)) {
            lines.add("addr add " + gateway + " dev " + bridge.name());
        }
        if (!bridge.group().equals(Integer.toString(NetworkNames.BRIDGE_GROUP))) {
            lines.add("link set dev " + bridge.name() + " group " + NetworkNames.BRIDGE_GROUP);
        }
        if (!bridge.vlan().equals(wanted.vlanId())) {
            lines.add("link set dev " + bridge.name() + " type bridge" + vlan(wanted));
        }
        if (!bridge.up()) {
            lines.add("link set dev " + bridge.name() + " up");
        }
        return change(bridge.name(), lines, SUBJECT);
    }

    private static Optional<PlannedChange> change(String link, List<String> lines, String subject) {
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ChangeLink(
                                new NetworkChange(
                                        PlannedChange.CORRECT,
                                        subject,
                                        link,
                                        String.join("; ", lines)),
                                lines));
    }

    private static String vlan(DesiredNetwork wanted) {
        return wanted.vlanId().isPresent()
                ? " vlan_filtering 1 vlan_default_pvid " + wanted.vlanId().getAsInt()
                : " vlan_filtering 0";
    }

    private static String gateway(DesiredNetwork wanted) {
        return wanted.gateway() + "/" + wanted.subnet().prefix();
    }
}
