package dev.vman.inventory;

import dev.vman.journal.Target;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A network that VMs can be on. One in user mode has neither bridge nor addresses; one on a bridge
 * has a subnet and a gateway.
 */
@Entity
public class Network {
    /** The name of the one that is there from the start. */
    public static final String DEFAULT = "default";

    private static final int HEX_DIGITS = 10;

    @Id public UUID id;

    @Column(unique = true)
    public String name;

    @Enumerated(EnumType.STRING)
    public NetworkMode mode;

    @Enumerated(EnumType.STRING)
    public NetworkState state;

    public @Nullable String bridge;

    /** The same, where the bridge is ours: no other network may have it. */
    public @Nullable String ownBridge;

    /** Somebody else's bridge: used, never made or deleted. */
    public boolean foreignBridge;

    public @Nullable Ipv4Subnet subnet;
    public @Nullable Ipv4Address gateway;

    /** Addresses with commas between; empty: the gateway answers. */
    public String dns;

    public @Nullable Integer vlanId;
    public Instant createdAt;
    public Instant updatedAt;

    @Version public long version;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate, or by whoever creates the row
    public Network() {}

    public Target target() {
        return new Target("network", id, name);
    }

    /** Its bridge's name where nobody chose one: {@code vb} and ten digits of its id. */
    public static String bridgeOf(UUID network) {
        String hex = HexFormat.of().toHexDigits(network.getLeastSignificantBits());
        return "vb" + hex.substring(hex.length() - HEX_DIGITS);
    }

    public List<Ipv4Address> dnsServers() {
        return dns.isEmpty()
                ? List.of()
                : Stream.of(dns.split(",")).map(text -> Ipv4Address.parse("dns", text)).toList();
    }

    public void dnsServers(List<Ipv4Address> servers) {
        dns = servers.stream().map(Ipv4Address::toString).collect(Collectors.joining(","));
    }
}
