package dev.vman.observer;

import dev.vman.operator.LiveMachine;
import java.util.List;
import java.util.Optional;

/** What one look found of a VM. */
sealed interface Reading {
    /** QEMU answered; the run state is QMP's. */
    record Answered(String runState) implements Reading {}

    /**
     * QEMU answered: it has halted the guest at a write that failed.
     *
     * @param disks those that could not be written, by name; may be empty
     * @param noSpace there was no room for it; else another I/O error
     */
    record Stalled(List<String> disks, boolean noSpace) implements Reading {}

    /** A process lives and does not answer. */
    record Silent(String reason) implements Reading {}

    /**
     * The process that ran it is proven gone; how it ended is empty when it died while nobody
     * watched.
     */
    record Gone(Optional<LiveMachine.Death> death) implements Reading {}

    /** The record is from before the host's last boot: no process of then can live. */
    record OtherBoot() implements Reading {}

    /** Nobody could tell. */
    record Unknown(String reason) implements Reading {}
}
