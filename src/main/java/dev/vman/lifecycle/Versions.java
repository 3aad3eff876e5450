package dev.vman.lifecycle;

import dev.vman.Failure;
import org.jspecify.annotations.Nullable;

/** Compares the version that a caller saw with the one there is. */
final class Versions {
    private Versions() {}

    /** Throws {@link Failure.Outdated}; null is no condition. */
    static void check(@Nullable Long seen, long present, String what) {
        if (seen != null && seen != present) {
            throw new Failure.Outdated(what + " has changed since it was read.");
        }
    }
}
