package dev.vman.operator;

import dev.vman.inventory.VmFolder;
import java.time.Duration;
import java.util.Optional;

/** What the periodic watches need of a machine. */
interface HeldMachine {
    VmFolder folder();

    /** Whether SIGSTOP or a debugger holds the process. One small read. */
    boolean isStoppedBySignal();

    /** As {@link LiveMachine#status}, but nobody records it: {@link #told} stays as it is. */
    MachineStatus ask(Duration deadline);

    /** What {@link LiveMachine#status} told last; empty when nobody has asked yet. */
    Optional<MachineStatus> told();

    /** Whether a look has come to nothing since: {@link LiveMachine#unrecorded}. */
    boolean isUnrecorded();

    /** Says that somebody should look at this machine. */
    void nudge();
}
