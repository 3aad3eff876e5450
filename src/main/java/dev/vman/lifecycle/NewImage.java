package dev.vman.lifecycle;

import dev.vman.image.ImageSource;
import dev.vman.inventory.ImageKind;
import org.jspecify.annotations.Nullable;

/**
 * An image to import.
 *
 * @param sha256 of the source, in hexadecimal
 */
public record NewImage(String name, ImageKind kind, ImageSource source, @Nullable String sha256) {}
