package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.host.ExitStatus;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import dev.vman.host.ProcessTable;
import dev.vman.qmp.QmpAnswer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a QEMU lives, is stopped by a signal, answers, and what it answers. */
final class Vitals {
    // A stop by a signal is to be known at once, also in the middle of a question.
    private static final Duration STOP_POLL = Duration.ofMillis(200);
    // How a process ended is known a moment after it is gone.
    private static final Duration NEWS_OF_DEATH = Duration.ofSeconds(1);

    private final ProcessIdentity process;
    private final ProcessTable processes;
    private final QmpLink link;
    private final DeathWatch death;
    private volatile @Nullable MachineStatus told;
    private volatile boolean unrecorded;

    Vitals(ProcessIdentity process, ProcessTable processes, QmpLink link, DeathWatch death) {
        this.process = process;
        this.processes = processes;
        this.link = link;
        this.death = death;
    }

    /** As {@link #ask}, remembered by {@link #told}. */
    MachineStatus status(Duration deadline) {
        MachineStatus now = ask(deadline);
        told = now;
        unrecorded = false;
        return now;
    }

    void unrecorded() {
        unrecorded = true;
    }

    boolean isUnrecorded() {
        return unrecorded;
    }

    Optional<MachineStatus> told() {
        return Optional.ofNullable(told);
    }

    MachineStatus ask(Duration deadline) {
        return death.death()
                .<MachineStatus>map(known -> new MachineStatus.Gone(known.status()))
                .orElseGet(() -> askLiving(deadline));
    }

    private MachineStatus askLiving(Duration deadline) {
        if (isStoppedBySignal()) {
            return stoppedBySignal();
        }
        try {
            QmpAnswer answer = link.send("query-status", deadline);
            while (!answer.isReadyWithin(STOP_POLL)) {
                if (isStoppedBySignal()) {
                    return stoppedBySignal();
                }
            }
            return new MachineStatus.Answered(answer.await().path("status").asText("unknown"));
        } catch (Failure e) {
            return goneOr(e.detail());
        }
    }

    private MachineStatus stoppedBySignal() {
        return new MachineStatus.Silent(
                "QEMU is stopped by a signal (SIGSTOP) or a debugger; pid " + process.pid());
    }

    /** The process may have died while it was asked. */
    private MachineStatus goneOr(String reason) {
        if (processes.look(process).isAbsent()) {
            boolean _ = death.await(NEWS_OF_DEATH);
            return new MachineStatus.Gone(howItEnded());
        }
        return new MachineStatus.Silent(reason);
    }

    /** Of a process that has ended. */
    ExitStatus howItEnded() {
        return death.death()
                .map(LiveMachine.Death::status)
                .orElse(new ExitStatus.Unknown("it has ended this very moment"));
    }

    /** As {@link HeldMachine#isStoppedBySignal}. */
    boolean isStoppedBySignal() {
        return processes.stateOf(process).filter(ProcessSight::isStopped).isPresent();
    }
}
