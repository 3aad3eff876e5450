package dev.vman.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How to detach a disk, on the wire. */
@BodyOptional
record DetachBody(@Schema(examples = "false") @Nullable Boolean force) {}
