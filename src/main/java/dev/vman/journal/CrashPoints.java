package dev.vman.journal;

import java.util.UUID;

/**
 * Hears of every point at which a daemon could die: before and after each step and each undoing,
 * inside and after each transaction of an operation; the same in recovery. In tests it dies there.
 */
interface CrashPoints {
    /**
     * Returns where nothing is to be tested.
     *
     * @param kind its kind, such as {@code vm.start}
     * @param point such as {@code admitted} or {@code spawn/done}
     */
    void reached(UUID operation, String kind, String point);
}
