package dev.vman.api;

import dev.vman.Failure;
import dev.vman.image.ImageSource;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where an image comes from, on the wire. */
record ImageSourceBody(
        @Schema(
                        description =
                                "A regular file below one of the folders of vman.image.import-paths.",
                        examples = "/var/lib/vman/import/debian-12.qcow2")
                @Nullable String path,
        @Schema(
                        description = "http or https, of a host in vman.image.allowed-hosts.",
                        examples = "https://cloud.debian.org/images/cloud/debian-12.qcow2")
                @Nullable String url) {
    ImageSource toSource() {
        if (path != null && url == null) {
            return new ImageSource.LocalFile(path);
        }
        if (url != null && path == null) {
            return new ImageSource.Url(url);
        }
        throw Failure.Invalid.field("source", "must have either 'path' or 'url'");
    }
}
