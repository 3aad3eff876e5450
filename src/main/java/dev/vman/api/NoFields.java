package dev.vman.api;

/** The body of an action that takes none: nothing, or an empty object. */
@BodyOptional
record NoFields() {}
