package dev.vman.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a ticket shall be good for, on the wire. */
record TicketBody(
        @Required @Schema(required = true, description = "Id or name.", examples = "web-1")
                String vm,
        @Required @Schema(required = true, examples = "console") SocketKind kind) {}
