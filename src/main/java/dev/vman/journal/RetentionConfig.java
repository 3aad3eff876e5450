package dev.vman.journal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the past is kept. */
@ConfigMapping(prefix = "vman.journal")
interface RetentionConfig {
    /** The newest so many events. */
    @WithDefault("100000")
    int eventCount();

    @WithDefault("P7D")
    Duration eventAge();

    /** Operations that ended longer ago are forgotten. */
    @WithDefault("P30D")
    Duration operationAge();
}
