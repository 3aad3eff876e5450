package dev.vman.api;

import dev.vman.lifecycle.StopOptions;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How to stop or restart, on the wire. */
@BodyOptional
record StopBody(
        @Schema(description = "Does not ask the guest first.", examples = "false")
                @Nullable Boolean force,
        @Schema(description = "What the guest gets to power itself off.", examples = "30")
                @Nullable Integer timeoutSeconds) {
    StopOptions toOptions(Duration unlessSaid) {
        return new StopOptions(
                Boolean.TRUE.equals(force),
                timeoutSeconds == null ? Math.toIntExact(unlessSaid.toSeconds()) : timeoutSeconds);
    }
}
