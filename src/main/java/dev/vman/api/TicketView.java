package dev.vman.api;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A ticket. */
record TicketView(
        @Schema(
                        description = "For `?ticket=`, once.",
                        examples = "mH8oWl2yRr0E3bSgQp4sT0m1cXkz9q7D5vJfUuYlA6w")
                String ticket,
        Instant expiresAt) {
    static TicketView of(Tickets.Issued issued) {
        return new TicketView(issued.ticket(), issued.expiresAt());
    }
}
