package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Ipv4Subnet;
import dev.vman.inventory.NetworkMode;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A network on a bridge as it should be, with all of its ports.
 *
 * @param mode {@code BRIDGE} or {@code ISOLATED}
 * @param bridge the bridge's name, 15 characters at most
 * @param foreign somebody else's bridge: used, never made, given addresses or deleted; no DHCP
 * @param gateway our address on the bridge, in the subnet
 * @param dns what guests are told to ask; empty: the gateway, where dnsmasq answers
 * @param vlanId 1 to 4094
 */
public record DesiredNetwork(
        UUID id,
        NetworkMode mode,
        String bridge,
        boolean foreign,
        Ipv4Subnet subnet,
        Ipv4Address gateway,
        List<Ipv4Address> dns,
        OptionalInt vlanId,
        List<Port> ports,
        List<Forward> forwards) {
    public DesiredNetwork {
        dns = List.copyOf(dns);
        ports = List.copyOf(ports);
        forwards = List.copyOf(forwards);
    }
}
