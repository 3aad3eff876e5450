package dev.vman.observer;

import dev.vman.host.FileStamp;
import dev.vman.host.Presence;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A READY image, as it was recorded and as its file is.
 *
 * @param fileBytes recorded
 * @param modifiedNanos recorded, since 1970
 * @param sha256 recorded; empty: not yet
 * @param found the checksum of a file with this very stamp; empty: it was not read since
 */
record BaseImageSight(
        UUID id,
        String name,
        Path file,
        long fileBytes,
        long modifiedNanos,
        Optional<String> sha256,
        Presence<FileStamp> stamp,
        Optional<String> found) {}
