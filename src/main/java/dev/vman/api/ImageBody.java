package dev.vman.api;

import dev.vman.inventory.ImageKind;
import dev.vman.lifecycle.NewImage;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An image to import, on the wire. */
record ImageBody(
        @Required @Schema(required = true, examples = "debian-12") String name,
        @Schema(description = "`disk` by default.", examples = "disk") @Nullable ImageKind kind,
        @Required @Schema(required = true) ImageSourceBody source,
        @Schema(
                        description = "SHA-256 of the source as it is given, in hexadecimal.",
                        examples =
                                "30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58")
                @Nullable String sha256) {
    NewImage toNewImage() {
        return new NewImage(
                name, Objects.requireNonNullElse(kind, ImageKind.DISK), source.toSource(), sha256);
    }
}
