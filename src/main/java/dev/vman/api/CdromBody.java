package dev.vman.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What to put into a VM's CD-ROM drive, on the wire. */
record CdromBody(
        @Required
                @Schema(
                        required = true,
                        description = "Id or name of an ISO image that is ready.",
                        examples = "debian-12-netinst")
                String image,
        @Schema(description = "Opens a tray that the guest keeps locked.", examples = "false")
                @Nullable Boolean force) {}
