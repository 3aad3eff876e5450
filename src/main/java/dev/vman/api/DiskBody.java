package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vman.inventory.DiskFormat;
import dev.vman.lifecycle.NewDisk;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A disk to create, on the wire. */
@NotBuiltYet("image")
record DiskBody(
        @Schema(examples = "data-1") @Nullable String name,
        @Required @Schema(required = true, examples = "1073741824") Long sizeBytes,
        @Schema(examples = "qcow2") @Nullable DiskFormat format,
        @JsonProperty("protected") @Schema(examples = "false")
                @Nullable Boolean protectedFromDeletion) {
    NewDisk toNewDisk() {
        return new NewDisk(name, sizeBytes, format, Boolean.TRUE.equals(protectedFromDeletion));
    }
}
