package dev.vman.operator;

import dev.vman.Failure;

/** The failure of a machine that lives and can't be asked. */
final class Unreachable {
    static final String CODE = "vm-unreachable";
    private static final String REMEDY =
            "Wait: it heals by itself once QEMU answers again. A forced stop ends it for good.";

    private Unreachable() {}

    static Failure.Unavailable because(String reason) {
        return Failure.Unavailable.timedOut(CODE, reason, REMEDY);
    }
}
