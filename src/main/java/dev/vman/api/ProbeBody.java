package dev.vman.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What to connect to, on the wire. */
record ProbeBody(
        @Required @Schema(required = true, description = "A port of the guest.", examples = "22")
                Integer tcp) {}
