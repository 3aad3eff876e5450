package dev.vman.reconciler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How VMs are started again after a reboot of the host. */
@ConfigMapping(prefix = "vman.reconcile")
public interface RebootConfig {
    /** How many at once, at most; at least one. */
    @WithDefault("4")
    int parallelStarts();
}
