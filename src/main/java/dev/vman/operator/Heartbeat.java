package dev.vman.operator;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices what no event tells: a QEMU that a signal stopped, one that hangs, one that answers
 * again. It only nudges; the look re-reads. {@link #beat} and {@link #ask} are called on a
 * schedule.
 */
final class Heartbeat {
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final MachineStatus RUNNING = new MachineStatus.Answered("running");

    private final Supplier<? extends Collection<? extends HeldMachine>> machines;
    private final Map<HeldMachine, Pulse> pulses = new ConcurrentHashMap<>();

    Heartbeat(Supplier<? extends Collection<? extends HeldMachine>> machines) {
        this.machines = machines;
    }

    /** What was read last of one machine; null: never read. */
    private static final class Pulse {
        private volatile @Nullable Boolean stopped;
        private volatile @Nullable MachineStatus answer;
        private final AtomicBoolean asking = new AtomicBoolean();
    }

    /** Reads every process's state, and nudges where a stop by a signal began or ended. */
    void beat() {
        Collection<? extends HeldMachine> held = machines.get();
        pulses.keySet().retainAll(held);
        for (HeldMachine machine : held) {
            machine.processState()
                    .ifPresent(state -> compare(machine, state == 'T' || state == 't'));
        }
    }

    private void compare(HeldMachine machine, boolean stopped) {
        Pulse pulse = pulse(machine);
        Boolean before = pulse.stopped;
        pulse.stopped = stopped;
        // A machine's first beat may be later than its stop; one that runs is what was recorded.
        if (before == null ? stopped : before != stopped) {
            Thread.startVirtualThread(machine::nudge);
        }
    }

    /**
     * Asks every machine, each on a thread of its own, and nudges where the answer is another one.
     */
    void ask() {
        for (HeldMachine machine : machines.get()) {
            Pulse pulse = pulse(machine);
            if (pulse.asking.compareAndSet(false, true)) {
                Thread.startVirtualThread(() -> ask(machine, pulse));
            }
        }
    }

    private static void ask(HeldMachine machine, Pulse pulse) {
        try {
            MachineStatus answer = machine.status(ANSWER);
            Optional<MachineStatus> before = Optional.ofNullable(pulse.answer);
            pulse.answer = answer;
            // As with the first beat: a silence may be older than the first question.
            if (!same(before.orElse(RUNNING), answer)) {
                machine.nudge();
            }
        } finally {
            pulse.asking.set(false);
        }
    }

    /** The reason of a silence may change without the silence being another one. */
    private static boolean same(MachineStatus one, MachineStatus other) {
        return one instanceof MachineStatus.Answered
                ? one.equals(other)
                : one.getClass().equals(other.getClass());
    }

    private Pulse pulse(HeldMachine machine) {
        return pulses.computeIfAbsent(machine, _ -> new Pulse());
    }
}
