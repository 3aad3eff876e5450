package dev.vman.lifecycle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.PositiveOrZero;

/** How long what repairs moved away is kept. */
@ConfigMapping(prefix = "vman.reconcile")
interface QuarantineConfig {
    /** 0: for ever. */
    @WithDefault("30")
    @PositiveOrZero
    int quarantineDays();
}
