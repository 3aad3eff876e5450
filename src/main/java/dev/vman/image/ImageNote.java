package dev.vman.image;

import dev.vman.host.FileStamp;
import dev.vman.inventory.ImageKind;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code images/<id>.json}: what the daemon knows of a READY image, enough to rebuild its row.
 *
 * @param virtualBytes what a guest sees
 * @param fileBytes of its file
 * @param modifiedNanos when its file was written last, since 1970
 * @param sha256 of its file; null: not reckoned yet
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
        @Nullable String sha256,
        Instant createdAt) {
    /** The only one yet. */
    public static final int SCHEMA = 1;

    ImageNote with(String checksum) {
        return new ImageNote(
                schema,
                id,
                name,
                kind,
                source,
                virtualBytes,
                fileBytes,
                modifiedNanos,
                checksum,
                createdAt);
    }

    /** Whether a file that was written last then, and has so many bytes, can be it. */
    boolean describes(FileStamp stamp) {
        return stamp.sizeBytes() == fileBytes
                && stamp.modifiedAt().to(TimeUnit.NANOSECONDS) == modifiedNanos;
    }
}
