package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The default network, and why it is so, on one page. */
record NetworkConfigView(
        @JsonUnwrapped NetworkView network,
        @Schema(examples = "vman.network.mode is user.") String reason,
        @Schema(description = "Where it lives; null: the host's own.", examples = "vman")
                @Nullable String namespace) {}
