package dev.vman.reconciler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * What is repaired without being asked: one member a kind, so that environment variables work.
 * Public, because the values of a group are validated from outside.
 */
@ConfigMapping(prefix = "vman.reconcile")
public interface ReconcileConfig {
    ByKind policy();

    /** What destroys is off; what only follows the world, or finishes what was begun, is on. */
    interface ByKind {
        @WithDefault("repair")
        Policy vmStateMismatch();

        @WithDefault("report")
        Policy orphanProcess();

        @WithDefault("repair")
        Policy missingDisk();

        @WithDefault("report")
        Policy orphanDisk();

        @WithDefault("repair")
        Policy diskStateMismatch();

        @WithDefault("repair")
        Policy nicStateMismatch();

        @WithDefault("report")
        Policy baseImageMissing();

        @WithDefault("report")
        Policy imageChanged();

        @WithDefault("repair")
        Policy vmUnreachable();

        @WithDefault("report")
        Policy leftoverFile();

        @WithDefault("repair")
        Policy operationInterrupted();

        @WithDefault("repair")
        Policy networkMissing();

        @WithDefault("repair")
        Policy orphanTap();

        @WithDefault("repair")
        Policy orphanLease();

        @WithDefault("repair")
        Policy addressMismatch();
    }
}
