package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vman.lifecycle.DiskChange;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What to change of a disk, on the wire; what is left out stays. */
record DiskChangeBody(
        @Schema(examples = "data-2") @Nullable String name,
        @Schema(description = "Can only grow.", examples = "2147483648") @Nullable Long sizeBytes,
        @JsonProperty("protected") @Schema(examples = "true")
                @Nullable Boolean protectedFromDeletion) {
    DiskChange toChange() {
        return new DiskChange(name, sizeBytes, protectedFromDeletion);
    }
}
