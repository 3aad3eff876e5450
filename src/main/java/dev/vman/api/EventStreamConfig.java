package dev.vman.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The bounds of event streams. */
@ConfigMapping(prefix = "vman.events")
interface EventStreamConfig {
    /** How many clients may listen at once. */
    @WithDefault("64")
    int maxStreams();

    /** After so long a silence a comment shows that the line is alive. */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** What a client gets to take an event. */
    @WithDefault("PT10S")
    Duration sendTimeout();
}
