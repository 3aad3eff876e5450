package dev.vman.operator;

import dev.vman.host.ExitStatus;

/** One reading of a machine. */
public sealed interface MachineStatus {
    /**
     * QEMU answered; {@code runState} is QMP's, such as {@code running}, {@code paused}, {@code
     * io-error}.
     */
    record Answered(String runState) implements MachineStatus {}

    /** The process lives and did not answer; the reason says what was tried. */
    record Silent(String reason) implements MachineStatus {}

    /** The process is proven gone. */
    record Gone(ExitStatus status) implements MachineStatus {}
}
