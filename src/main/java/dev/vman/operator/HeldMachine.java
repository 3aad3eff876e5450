package dev.vman.operator;

import dev.vman.inventory.VmFolder;
import java.time.Duration;
import java.util.Optional;

/** What the periodic watches need of a machine. */
interface HeldMachine {
    VmFolder folder();

    /** The process's state letter; empty when it is gone. One small read. */
    Optional<Character> processState();

    /** As {@link LiveMachine#status}. */
    MachineStatus status(Duration deadline);

    /** Says that somebody should look at this machine. */
    void nudge();
}
