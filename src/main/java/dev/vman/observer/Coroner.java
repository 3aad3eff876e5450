package dev.vman.observer;

import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.Crash;
import dev.vman.inventory.Crashes;
import dev.vman.inventory.VmState;
import dev.vman.journal.Journal;
import dev.vman.operator.Autopsy;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Says of a VM that crashed what can be known of it. */
@ApplicationScoped
class Coroner {
    private final Autopsy autopsy;
    private final Journal journal;
    private final Crashes crashes;
    private final Operator operator;

    Coroner(Autopsy autopsy, Journal journal, Crashes crashes, Operator operator) {
        this.autopsy = autopsy;
        this.journal = journal;
        this.crashes = crashes;
        this.operator = operator;
    }

    /** Empty unless the reading means a crash. Reads files: not to be called in a transaction. */
    Optional<Crash> examine(Sight sight, Reading reading) {
        return reading instanceof Reading.Gone(Optional<LiveMachine.Death> death)
                        && Verdict.of(sight.state(), reading)
                                .filter(truth -> truth.state() == VmState.CRASHED)
                                .isPresent()
                ? Optional.of(examine(sight, death))
                : Optional.empty();
    }

    private Crash examine(Sight sight, Optional<LiveMachine.Death> death) {
        // The record forgets a process that is gone; more of its death may be known later.
        Optional<ProcessIdentity> process =
                sight.process().or(() -> operator.held(sight.vm()).map(LiveMachine::process));
        Crash crash = autopsy.of(sight.vm(), process, death);
        return death.flatMap(LiveMachine.Death::at)
                .flatMap(at -> journal.underWay(sight.vm(), at))
                .map(operation ->
                        crash.during(
                                new Crash.UnderWay(
                                        operation.id(), operation.kind(), operation.step())))
                .orElse(crash);
    }

    /** In the transaction that makes it crashed. */
    void record(UUID vm, Crash crash) {
        crashes.record(vm, crash);
    }
}
