package dev.vman.api;

import dev.vman.inventory.Protocol;
import dev.vman.lifecycle.NewForward;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A port to forward, on the wire. */
record ForwardBody(
        @Schema(description = "Chosen, and told, where it is left out.", examples = "20022")
                @Nullable Integer hostPort,
        @Required @Schema(required = true, examples = "22") Integer guestPort,
        @Schema(description = "`tcp` where it is left out.", examples = "tcp")
                @Nullable Protocol protocol) {
    NewForward toNewForward() {
        return new NewForward(protocol == null ? Protocol.TCP : protocol, hostPort, guestPort);
    }
}
