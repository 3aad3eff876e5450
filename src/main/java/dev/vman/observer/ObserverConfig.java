package dev.vman.observer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often the world is read. */
@ConfigMapping(prefix = "vman.observer")
public interface ObserverConfig {
    /** From the end of one pass to the beginning of the next. */
    @WithDefault("PT5S")
    Duration interval();
}
