package dev.vman.api;

import dev.vman.inventory.NetworkMode;
import dev.vman.lifecycle.NetworkWish;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A network to create, on the wire. */
record NetworkBody(
        @Required @Schema(required = true, examples = "lan") String name,
        @Schema(
                        description =
                                "`bridge` where this host can, else `user`. `isolated`: no way out.",
                        examples = "bridge")
                @Nullable NetworkMode mode,
        @Schema(
                        description =
                                "1 to 15 characters; made from the network's id where it is left"
                                        + " out. One that is there already is used, never changed.",
                        examples = "br-lan")
                @Nullable String bridge,
        @Schema(
                        description = "Required on a bridge; /8 to /30, overlapping nothing.",
                        examples = "10.78.0.0/24")
                @Nullable String subnet,
        @Schema(description = "By default the subnet's first host.", examples = "10.78.0.1")
                @Nullable String gateway,
        @Schema(
                        description = "What guests are told to ask; by default the gateway.",
                        examples = "[\"9.9.9.9\"]")
                @Nullable List<String> dns,
        @Schema(description = "1 to 4094, where the kernel can.", examples = "12")
                @Nullable Integer vlanId) {
    NetworkWish toWish() {
        return new NetworkWish(mode, bridge, subnet, gateway, dns, vlanId);
    }
}
