package dev.vman.api;

import dev.vman.lifecycle.NewNic;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A NIC to add, on the wire. */
record NicBody(
        @Schema(description = "Id or name.", examples = "lan") @Nullable String network,
        @Schema(
                        description = "Made from an id where it is left out.",
                        examples = "52:54:00:12:34:56")
                @Nullable String mac,
        @Schema(description = "The address that it always gets.", examples = "10.78.0.10")
                @Nullable String ip) {
    NewNic toNewNic() {
        return new NewNic(network, mac, ip);
    }
}
