package dev.vman.lifecycle;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Ipv4Subnet;
import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that was chosen for a network; what needs a bridge is null in user mode. */
record NetworkSpec(
        NetworkMode mode,
        @Nullable String bridge,
        boolean foreign,
        @Nullable Ipv4Subnet subnet,
        @Nullable Ipv4Address gateway,
        List<Ipv4Address> dns,
        @Nullable Integer vlanId) {
    static final NetworkSpec USER =
            new NetworkSpec(NetworkMode.USER, null, false, null, null, List.of(), null);

    NetworkSpec {
        dns = List.copyOf(dns);
    }

    static NetworkSpec of(Network row) {
        return new NetworkSpec(
                row.mode,
                row.bridge,
                row.foreignBridge,
                row.subnet,
                row.gateway,
                row.dnsServers(),
                row.vlanId);
    }

    void applyTo(Network row) {
        row.mode = mode;
        row.bridge = bridge;
        row.ownBridge = foreign ? null : bridge;
        row.foreignBridge = foreign;
        row.subnet = subnet;
        row.gateway = gateway;
        row.dnsServers(dns);
        row.vlanId = vlanId;
    }

    /** Whether it differs in more than what guests are told to ask for names. */
    boolean structureDiffers(NetworkSpec other) {
        return !withDns(List.of()).equals(other.withDns(List.of()));
    }

    private NetworkSpec withDns(List<Ipv4Address> servers) {
        return new NetworkSpec(mode, bridge, foreign, subnet, gateway, servers, vlanId);
    }
}
