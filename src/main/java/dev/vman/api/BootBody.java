package dev.vman.api;

import dev.vman.inventory.Boot;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A direct kernel boot, on the wire. */
record BootBody(
        @Required
                @Schema(
                        required = true,
                        description =
                                "A file below one of the folders of vman.operator.boot-paths; copied.",
                        examples = "/boot/vmlinuz")
                String kernel,
        @Schema(examples = "/boot/initrd.img") @Nullable String initrd,
        @Schema(examples = "console=ttyS0") @Nullable String cmdline) {
    Boot toBoot() {
        return new Boot(kernel, initrd, cmdline);
    }
}
