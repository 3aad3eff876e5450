package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.operator.LiveMachine;

/** Takes a device from a guest that may not let go of it. */
final class Unplug {
    private Unplug() {}

    /**
     * Runs the unplugging.
     *
     * @param force resets a guest that does not release the device, which completes the removal
     */
    static void from(LiveMachine machine, boolean force, Runnable unplugging) {
        try {
            unplugging.run();
        } catch (Failure.Unavailable e) {
            if (!force || !e.code().equals("guest-did-not-release")) {
                throw e;
            }
            machine.reset();
            unplugging.run();
        }
    }
}
