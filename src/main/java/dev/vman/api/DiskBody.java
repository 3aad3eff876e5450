package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vman.inventory.DiskFormat;
import dev.vman.lifecycle.NewDisk;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A disk to create, on the wire. */
record DiskBody(
        @Schema(examples = "data-1") @Nullable String name,
        @Schema(description = "Left out with `image`: the image's.", examples = "1073741824")
                @Nullable Long sizeBytes,
        @Schema(examples = "qcow2") @Nullable DiskFormat format,
        @JsonProperty("protected") @Schema(examples = "false")
                @Nullable Boolean protectedFromDeletion,
        @Schema(description = "Id or name of an image that it begins as.", examples = "debian-12")
                @Nullable String image) {
    NewDisk toNewDisk() {
        return new NewDisk(
                name, sizeBytes, format, Boolean.TRUE.equals(protectedFromDeletion), image);
    }
}
