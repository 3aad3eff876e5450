package dev.vman.api;

import dev.vman.Failure;
import org.jspecify.annotations.Nullable;

/** Values of the contract that this version has not built: refused as unsupported. */
final class Unbuilt {
    private Unbuilt() {}

    static void checkFirmware(@Nullable String firmware) {
        if (firmware != null && !firmware.equals("bios")) {
            throw Failure.Invalid.unsupported("firmware", "only 'bios' is built yet");
        }
    }

    static void checkMachine(@Nullable String machine) {
        if (machine != null && machine.equals("microvm")) {
            throw Failure.Invalid.unsupported("machine", "'microvm' is not built yet");
        }
    }
}
