package dev.vman.api;

import dev.vman.inventory.NetworkMode;
import dev.vman.lifecycle.NetworkWish;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What to change of a network, on the wire; what is left out stays. */
record NetworkChangeBody(
        @Schema(description = "Only while no VM runs on it.", examples = "isolated")
                @Nullable NetworkMode mode,
        @Schema(description = "Only while no VM runs on it.", examples = "br-lan")
                @Nullable String bridge,
        @Schema(description = "Only while no VM runs on it.", examples = "10.78.0.0/24")
                @Nullable String subnet,
        @Schema(description = "Only while no VM runs on it.", examples = "10.78.0.1")
                @Nullable String gateway,
        @Schema(examples = "[\"9.9.9.9\"]") @Nullable List<String> dns,
        @Schema(description = "Only while no VM runs on it.", examples = "12")
                @Nullable Integer vlanId) {
    NetworkWish toWish() {
        return new NetworkWish(mode, bridge, subnet, gateway, dns, vlanId);
    }
}
