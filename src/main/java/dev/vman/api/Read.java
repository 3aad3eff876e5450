package dev.vman.api;

import java.util.UUID;

/** A resource as it was read: what is shown of it, and what its ETag says. */
record Read<V>(V view, UUID id, long version) {}
