package dev.vman.observer;

import dev.vman.inventory.DiskFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * A disk whose file may be looked into, as its rows say.
 *
 * @param leansOn the other file that it should refer to, in the words of what is found
 * @param atRest no VM that may have a process has it
 */
record ImageCandidate(
        UUID id,
        DiskFormat format,
        long sizeBytes,
        Optional<UUID> vm,
        boolean atRest,
        Optional<String> leansOn) {
    /** One that stands alone. */
    ImageCandidate(UUID id, DiskFormat format, long sizeBytes, Optional<UUID> vm, boolean atRest) {
        this(id, format, sizeBytes, vm, atRest, Optional.empty());
    }
}
