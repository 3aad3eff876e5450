package dev.vman.lifecycle;

import org.jspecify.annotations.Nullable;

/** What to change of a disk; null stays as it is. A size can only grow. */
public record DiskChange(
        @Nullable String name, @Nullable Long sizeBytes, @Nullable Boolean protectedFromDeletion) {}
