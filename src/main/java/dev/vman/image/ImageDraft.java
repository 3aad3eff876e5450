package dev.vman.image;

import dev.vman.inventory.ImageKind;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An image to be imported.
 *
 * @param sha256 of the source, in hexadecimal
 */
public record ImageDraft(
        UUID id,
        String name,
        ImageKind kind,
        ImageSource source,
        Optional<String> sha256,
        Instant createdAt) {}
