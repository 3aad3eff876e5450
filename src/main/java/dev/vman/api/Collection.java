package dev.vman.api;

import java.util.UUID;

/** The resources of one kind. */
interface Collection {
    /** The address below the API's root, such as {@code vms}. */
    String path();

    /** Reads one afresh. Throws {@link dev.vman.Failure.NotFound}. */
    Read<?> read(UUID id);
}
