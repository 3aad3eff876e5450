package dev.vman.api;

import dev.vman.inventory.DiskBus;
import dev.vman.lifecycle.Attachment;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where to attach a disk, on the wire. */
record AttachBody(
        @Required @Schema(required = true, description = "Id or name.", examples = "web-1")
                String vm,
        @Schema(examples = "virtio") @Nullable DiskBus bus,
        @Schema(examples = "false") @Nullable Boolean readOnly) {
    Attachment toAttachment() {
        return new Attachment(vm, bus, Boolean.TRUE.equals(readOnly));
    }
}
