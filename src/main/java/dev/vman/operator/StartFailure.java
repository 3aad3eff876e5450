package dev.vman.operator;

import dev.vman.Failure;

/** A QEMU that ended before it could be asked. */
final class StartFailure {
    private StartFailure() {}

    static Failure of(String how, String words) {
        String said = words.isBlank() ? "It wrote nothing." : "It wrote: " + words;
        return new Failure.Invalid(
                "start-failed",
                "QEMU ended while it started (" + how + "). " + said,
                "Correct what QEMU complains about in the VM, and start it again.");
    }
}
