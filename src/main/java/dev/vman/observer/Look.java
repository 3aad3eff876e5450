package dev.vman.observer;

import java.util.UUID;

/** One look at one VM. */
interface Look {
    Outcome at(UUID vm);

    /** What came of a look. */
    enum Outcome {
        DONE,
        /** The record changed under the look, which is to be repeated. */
        AGAIN
    }
}
