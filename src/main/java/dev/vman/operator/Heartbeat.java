package dev.vman.operator;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Notices what no event tells: a QEMU that a signal stopped, one that hangs, one that answers
 * again. It only nudges; the look re-reads. {@link #beat} and {@link #ask} are called on a
 * schedule.
 *
 * <p>What it reads is compared with what was told last to those who record it, looks and acts, not
 * with what it read itself before: a stop that is over before the next beat may have been seen.
 */
final class Heartbeat {
    private static final Duration ANSWER = Duration.ofSeconds(2);
    // Who starts a machine records that it runs without a look at it.
    private static final MachineStatus STARTED = new MachineStatus.Answered("running");

    private final Supplier<? extends Collection<? extends HeldMachine>> machines;
    private final Set<HeldMachine> beingAsked = ConcurrentHashMap.newKeySet();

    Heartbeat(Supplier<? extends Collection<? extends HeldMachine>> machines) {
        this.machines = machines;
    }

    /**
     * Reads every process's state, nudges where one is newly stopped by a signal or a look has come
     * to nothing, and asks those that were silent and are not stopped.
     */
    void beat() {
        machines.get().forEach(this::beat);
    }

    private void beat(HeldMachine machine) {
        boolean stopped = machine.isStoppedBySignal();
        boolean silent = told(machine) instanceof MachineStatus.Silent;
        if (machine.isUnrecorded() || (stopped && !silent)) {
            Thread.startVirtualThread(machine::nudge);
        }
        if (!stopped && silent) {
            ask(machine);
        }
    }

    /** Asks every machine, and nudges where the answer is another one. */
    void ask() {
        machines.get().forEach(this::ask);
    }

    /** On a thread of its own; one question at a time. */
    private void ask(HeldMachine machine) {
        if (beingAsked.add(machine)) {
            Thread.startVirtualThread(() -> {
                try {
                    compare(machine, machine.ask(ANSWER));
                } finally {
                    beingAsked.remove(machine);
                }
            });
        }
    }

    private static void compare(HeldMachine machine, MachineStatus answer) {
        if (!same(told(machine), answer)) {
            machine.nudge();
        }
    }

    /** The reason of a silence may change without the silence being another one. */
    private static boolean same(MachineStatus one, MachineStatus other) {
        return one instanceof MachineStatus.Answered
                ? one.equals(other)
                : one.getClass().equals(other.getClass());
    }

    private static MachineStatus told(HeldMachine machine) {
        return machine.told().orElse(STARTED);
    }
}
