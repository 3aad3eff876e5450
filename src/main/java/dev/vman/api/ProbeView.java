package dev.vman.api;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether a guest is reached, on the wire. */
record ProbeView(
        @Schema(examples = "true") boolean reachable,
        @Schema(description = "How long it took to connect.", examples = "3") @Nullable Long ms) {
    static ProbeView of(Optional<Duration> took) {
        return new ProbeView(took.isPresent(), took.map(Duration::toMillis).orElse(null));
    }
}
