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

    /**
     * From one look into the disks' files to the next; it goes slowly, and is no part of a pass.
     */
    @WithDefault("PT1H")
    Duration checkInterval();
}
