package dev.vman.api;

import dev.vman.inventory.NetworkMode;
import dev.vman.network.NetworkAbility;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How this host's VMs get their network, and why so. */
record NetworkHostView(
        @Schema(description = "Of the network `default`.") NetworkMode mode,
        @Schema(examples = "vman.network.mode is user.") String reason,
        @Schema(description = "Whether networks on bridges work here.") boolean bridges,
        @Schema(examples = "this version can't make bridges") String bridgesReason,
        @Schema(description = "Whether the kernel can tag frames.") boolean vlans,
        @Schema(description = "Where everything lives; null: the host's own.", examples = "vman")
                @Nullable String namespace) {
    static NetworkHostView of(NetworkMode mode, String reason, NetworkAbility ability) {
        return new NetworkHostView(
                mode,
                reason,
                ability.bridges(),
                ability.reason(),
                ability.vlans(),
                ability.namespace().orElse(null));
    }
}
