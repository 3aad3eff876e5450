package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Ipv4Subnet;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.NetworkMode;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** Networks to try things with. */
final class SampleNetworks {
    static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-00aa11bb22cc");
    static final Port WEB = port(1, "web");
    static final Port DB = port(2, "db");

    private SampleNetworks() {}

    /** 10.77.0.{@code 10 + n}, 52:54:00:00:00:0{@code n}. */
    static Port port(int number, String hostname) {
        return new Port(
                new UUID(0x0198c0de00007000L, 0x8000000000000000L + number),
                new UUID(0x0198c0de00007001L, 0x8000000000000000L + number),
                hostname,
                MacAddress.parse("52:54:00:00:00:0" + number),
                Ipv4Address.parse("10.77.0." + (10 + number)),
                OptionalInt.of(300_000 + number));
    }

    static DesiredNetwork bridge(Port... ports) {
        return network(ID, NetworkMode.BRIDGE, "vmbr0", "10.77.0.0/24", List.of(), ports);
    }

    static DesiredNetwork isolated(Port... ports) {
        return network(ID, NetworkMode.ISOLATED, "vmbr0", "10.77.0.0/24", List.of(), ports);
    }

    static DesiredNetwork foreign(Port... ports) {
        DesiredNetwork own = bridge(ports);
        return new DesiredNetwork(
                own.id(),
                own.mode(),
                "br0",
                true,
                own.subnet(),
                own.gateway(),
                own.dns(),
                own.vlanId(),
                own.ports(),
                List.of());
    }

    static DesiredNetwork network(
            UUID id,
            NetworkMode mode,
            String bridge,
            String subnet,
            List<Forward> forwards,
            Port... ports) {
        Ipv4Subnet parsed = Ipv4Subnet.parse(subnet);
        return new DesiredNetwork(
                id,
                mode,
                bridge,
                false,
                parsed,
                parsed.firstHost(),
                List.of(),
                OptionalInt.empty(),
                List.of(ports),
                forwards);
    }

    static DesiredNetwork with(DesiredNetwork network, OptionalInt vlanId, String... dns) {
        return new DesiredNetwork(
                network.id(),
                network.mode(),
                network.bridge(),
                network.foreign(),
                network.subnet(),
                network.gateway(),
                List.of(dns).stream().map(Ipv4Address::parse).toList(),
                vlanId,
                network.ports(),
                network.forwards());
    }
}
