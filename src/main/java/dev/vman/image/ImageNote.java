package dev.vman.image;

import dev.vman.inventory.ImageKind;
import java.time.Instant;
import java.util.UUID;

/**
 * {@code images/<id>.json}: what the daemon knows of a READY image, enough to rebuild its row.
 *
 * @param virtualBytes what a guest sees
 * @param fileBytes of its file
 * @param modifiedNanos when its file was written last, since 1970
 * @param sha256 of its file
 */
public record ImageNote(
        int schema,
        UUID id,
        String name,
        ImageKind kind,
        String source,
        long virtualBytes,
        long fileBytes,
        long modifiedNanos,
        String sha256,
        Instant createdAt) {
    /** The only one yet. */
    public static final int SCHEMA = 1;
}
