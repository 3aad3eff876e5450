package dev.vman.network;

import dev.vman.host.ProcessSight;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is, as one network's plan needs it.
 *
 * @param namespace tells the namespace from others; empty: there is none yet
 * @param links all of the namespace
 * @param forwarding whether the namespace passes IPv4 packets on
 * @param tables contents of all tables of the namespace, by {@link NftTable#key()}
 * @param servers this network's DHCP servers that run
 */
record ObservedNetwork(
        Optional<Long> namespace,
        List<Link> links,
        boolean forwarding,
        Map<String, List<String>> tables,
        List<ProcessSight> servers,
        NetworkFiles files) {
    ObservedNetwork {
        links = List.copyOf(links);
        tables = Map.copyOf(tables);
        servers = List.copyOf(servers);
    }

    Optional<Link> link(String name) {
        return links.stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /** Which bridge exactly: it may be made anew under its name, also in a new namespace. */
    String placeOf(Link bridge) {
        return namespace.map(String::valueOf).orElse("-") + ":" + bridge.index();
    }

    /** Taps of the network: those on its bridge that are named as ours, and those on record. */
    List<Link> tapsOf(Optional<Link> bridge) {
        return links.stream()
                .filter(link -> link.kind() == Link.Kind.TAP)
                .filter(tap -> Port.isTapName(tap.name()))
                .filter(tap -> files.taps().contains(tap.name()) || isOn(bridge, tap))
                .toList();
    }

    private static boolean isOn(Optional<Link> bridge, Link tap) {
        return bridge.isPresent() && tap.master().equals(bridge.map(Link::name));
    }

    /** Bridges that carry this network's mark, under whatever name. */
    List<Link> bridgesOf(NetworkNames names) {
        return links.stream()
                .filter(link -> link.kind() == Link.Kind.BRIDGE)
                .filter(link -> link.mac().equals(names.bridgeMac()))
                .toList();
    }
}
