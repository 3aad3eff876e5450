package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Ipv4Subnet;
import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkMode;
import dev.vman.network.NetworkChange;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A network on the wire. In user mode QEMU gives each VM a network of its own, always the same. */
record NetworkView(
        UUID id,
        @Schema(examples = "default") String name,
        NetworkMode mode,
        @Schema(examples = "vman0") @Nullable String bridge,
        @JsonProperty("foreign")
                @Schema(description = "Somebody else's bridge: used, never made or deleted.")
                boolean foreignBridge,
        @Schema(examples = "12") @Nullable Integer vlanId,
        @Schema(implementation = String.class, examples = "10.77.0.0/24") Ipv4Subnet subnet,
        @Schema(implementation = String.class, examples = "10.77.0.1") Ipv4Address gateway,
        @Schema(description = "What guests are told to ask.", examples = "[\"10.77.0.1\"]")
                List<String> dns,
        @Schema(description = "The addresses that VMs have now.") List<AllocationView> allocations,
        @Schema(description = "With `?plan=true`: what would be done now to bring it in line.")
                @JsonInclude(JsonInclude.Include.NON_NULL)
                @Nullable List<NetworkChange> plan,
        Instant createdAt,
        Instant updatedAt) {
    private static final Ipv4Subnet SLIRP = Ipv4Subnet.parse("10.0.2.0/24");

    static NetworkView of(
            Network row, List<AllocationView> allocations, @Nullable List<NetworkChange> plan) {
        Ipv4Subnet subnet = row.subnet == null ? SLIRP : row.subnet;
        Ipv4Address gateway = row.gateway == null ? SLIRP.base().plus(2) : row.gateway;
        return new NetworkView(
                row.id,
                row.name,
                row.mode,
                row.bridge,
                row.foreignBridge,
                row.vlanId,
                subnet,
                gateway,
                dns(row, gateway),
                allocations,
                plan,
                row.createdAt,
                row.updatedAt);
    }

    private static List<String> dns(Network row, Ipv4Address gateway) {
        if (!row.mode.hasBridge()) {
            return List.of(SLIRP.base().plus(3).toString());
        }
        List<Ipv4Address> said = row.dnsServers();
        return (said.isEmpty() ? List.of(gateway) : said)
                .stream().map(Ipv4Address::toString).toList();
    }
}
