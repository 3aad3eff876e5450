package dev.vman.api;

import dev.vman.inventory.Image;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.ImageState;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An image on the wire. */
record ImageView(
        UUID id,
        @Schema(examples = "debian-12") String name,
        ImageKind kind,
        ImageState state,
        @Schema(description = "Why it failed.") @Nullable String stateReason,
        @Schema(
                        description = "Where it came from: a path, a URL, or `upload`.",
                        examples = "/var/lib/vman/import/debian-12.qcow2")
                String source,
        @Schema(description = "What a guest sees; the least size of a disk made from it.")
                @Nullable Long virtualSizeBytes,
        @Schema(description = "Of its file.") @Nullable Long sizeBytes,
        @Schema(description = "Of its file; null for the moment that it takes to reckon it.")
                @Nullable String sha256,
        Instant createdAt,
        Instant updatedAt) {
    static ImageView of(Image image) {
        boolean ready = image.state == ImageState.READY;
        return new ImageView(
                image.id,
                image.name,
                image.kind,
                image.state,
                image.stateReason,
                image.source,
                ready ? image.virtualBytes : null,
                ready ? image.fileBytes : null,
                image.sha256,
                image.createdAt,
                image.updatedAt);
    }
}
