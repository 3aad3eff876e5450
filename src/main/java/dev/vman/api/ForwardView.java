package dev.vman.api;

import dev.vman.inventory.PortForward;
import dev.vman.inventory.Protocol;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A forwarded port on the wire. */
record ForwardView(
        UUID id,
        UUID vm,
        Protocol protocol,
        @Schema(
                        description =
                                "Of 127.0.0.1 in user mode; on a bridge of every address of the"
                                        + " host, or of the namespace.",
                        examples = "20022")
                int hostPort,
        @Schema(examples = "22") int guestPort,
        Instant createdAt) {
    static ForwardView of(PortForward row) {
        return new ForwardView(
                row.id, row.vm, row.protocol, row.hostPort, row.guestPort, row.createdAt);
    }
}
