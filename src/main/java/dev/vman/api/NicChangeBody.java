package dev.vman.api;

import dev.vman.lifecycle.NicChange;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The fixed address of a NIC, on the wire. */
record NicChangeBody(
        @Schema(
                        description = "Which NIC; needed where there are several.",
                        examples = "52:54:00:12:34:56")
                @Nullable String mac,
        @Schema(
                        description = "The address that it always gets; null: any that is free.",
                        examples = "10.78.0.10")
                @Nullable String ip) {
    NicChange toChange() {
        return new NicChange(mac, ip);
    }
}
