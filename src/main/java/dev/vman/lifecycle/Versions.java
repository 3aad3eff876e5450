package dev.vman.lifecycle;

import dev.vman.Failure;
import org.jspecify.annotations.Nullable;

/** Compares the version that a caller saw with the one there is. */
final class Versions {
    private Versions() {}

    /**
     * The version that the act has to find when it has its turn: the present one, if the caller
     * knows it; null without a condition. Throws {@link Failure.Outdated}.
     */
    static @Nullable Long demanded(Ask ask, long present, String what) {
        if (ask.ifMatch().isEmpty()) {
            return null;
        }
        if (!ask.ifMatch().get().contains(present)) {
            throw outdated(what);
        }
        return present;
    }

    /**
     * For what is made: the caller can have seen no version of it. Throws {@link Failure.Outdated}.
     */
    static void refuseAny(Ask ask, String what) {
        if (ask.ifMatch().isPresent()) {
            throw new Failure.Outdated(what + " does not exist yet.");
        }
    }

    /** Throws {@link Failure.Outdated}; null is no condition. */
    static void check(@Nullable Long seen, long present, String what) {
        if (seen != null && seen != present) {
            throw outdated(what);
        }
    }

    private static Failure outdated(String what) {
        return new Failure.Outdated(what + " has changed since it was read.");
    }
}
