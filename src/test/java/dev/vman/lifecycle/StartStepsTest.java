package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import dev.vman.host.ExitStatus;
import dev.vman.host.HostFacts;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.Vms;
import dev.vman.journal.Step;
import dev.vman.operator.DiskFiles;
import dev.vman.operator.FakeMachine;
import dev.vman.operator.FakeOperator;
import dev.vman.operator.LaunchRecord;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.MachineStatus;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The steps of starts and stops, with a process table that says what a test wants. */
@QuarkusTest
class StartStepsTest {
    private static final ProcessIdentity PROCESS = new ProcessIdentity("dry-run", 1L << 41, 0);
    private static final Presence<ProcessIdentity> THERE = new Presence.Present<>(PROCESS);
    private static final Presence<ProcessIdentity> GONE = new Presence.Absent<>();
    private static final Presence<ProcessIdentity> UNKNOWN = new Presence.Unknown<>("no rights");
    @Inject Lab lab;
    @Inject MachineSpecs specs;
    @Inject DiskFiles files;
    @Inject Vms vms;
    @Inject HostFacts host;
    @Inject AppliedNetworks networks;
    private final FakeOperator operator = new FakeOperator();
    private final StartRush rush = new StartRush();
    private UUID vm;
    private Step spawn;
    private Step go;
    private Step ladder;

    @BeforeEach
    void haveAStoppedVm() {
        vm = lab.create().id;
        LaunchRecord launches = new LaunchRecord(new ObjectMapper(), operator);
        List<Step> start =
                new StartSteps(
                                operator,
                                specs,
                                new MachineSpawning(operator, files, networks),
                                launches,
                                vms,
                                host,
                                rush)
                        .of(vm);
        spawn = start.getFirst();
        go = start.getLast();
        ladder = new StopSteps(operator).of(vm, new StopOptions(true, 0)).getFirst();
    }

    @Test
    void spawnsOnlyWhereNothingRuns() {
        operator.found = GONE;
        assertThatCode(spawn::announced).doesNotThrowAnyException();

        operator.found = THERE;
        assertThatThrownBy(spawn::announced)
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(String.valueOf(PROCESS.pid()));
        operator.found = UNKNOWN;
        assertThatThrownBy(spawn::announced)
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("no rights");
    }

    @Test
    void countsAsTakenBackOnlyWhenNothingRuns() {
        operator.found = GONE;
        assertThatCode(spawn::undo).doesNotThrowAnyException();

        operator.found = UNKNOWN;
        assertThatThrownBy(spawn::undo).isInstanceOf(Failure.class);
    }

    @Test
    void findsTheQemuThatADeadDaemonSpawned() {
        operator.found = THERE;
        assertThat(spawn.probe()).isEqualTo(Step.Probe.DONE);
        assertThat(operator.held(vm)).isPresent();

        operator.found = GONE;
        assertThat(spawn.probe()).isEqualTo(Step.Probe.NOT_DONE);
        operator.found = UNKNOWN;
        assertThat(spawn.probe()).isEqualTo(Step.Probe.COULD_NOT_TELL);
    }

    @Test
    void endsWhatItSpawned() {
        operator.found = THERE;
        FakeMachine machine = new FakeMachine(PROCESS);
        operator.held.put(vm, machine);

        spawn.undo();

        assertThat(machine.death()).isPresent();
        assertThat(operator.held(vm)).isEmpty();
    }

    @Test
    void touchesNoMachineWhenItCanNotTell() {
        operator.found = UNKNOWN;
        FakeMachine machine = new FakeMachine(PROCESS);
        operator.held.put(vm, machine);

        assertThatThrownBy(spawn::undo).as("what is left to prove").isInstanceOf(Failure.class);

        assertThat(machine.death()).isEmpty();
    }

    @Test
    void spawnsAgainWhatWentWithTheHostBeforeItsGuestWasToRun() {
        operator.found = GONE;
        recordedAs(new ProcessIdentity("an earlier boot", 4711, 1));

        go.perform(() -> false);

        assertThat(Vms.process(lab.vm(vm))).contains(operator.held(vm).orElseThrow().process());
    }

    @Test
    void startsNoGuestTwiceInOneBoot() {
        operator.found = GONE;
        recordedAs(new ProcessIdentity(host.bootId(), 4711, 1));

        assertThatThrownBy(() -> go.perform(() -> false))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("died before its guest ran");
        assertThat(operator.held(vm)).isEmpty();
    }

    @Test
    void tellsWhatAQemuDiedOfThatHadBeenReady() {
        FakeMachine machine = new FakeMachine(PROCESS);
        operator.held.put(vm, machine);
        machine.whenResumed = () -> machine.die(exited("no memory left"));

        assertThatThrownBy(() -> go.perform(() -> false))
                .isInstanceOfSatisfying(
                        Failure.class, e -> assertThat(e.code()).isEqualTo("start-failed"))
                .hasMessageContaining("no memory left");
    }

    @Test
    void takesAGuestThatRunsForStarted() {
        FakeMachine machine = new FakeMachine(PROCESS);
        operator.held.put(vm, machine);

        machine.status = new MachineStatus.Answered("prelaunch");
        assertThat(go.probe()).isEqualTo(Step.Probe.NOT_DONE);
        machine.status = new MachineStatus.Answered("running");
        assertThat(go.probe()).isEqualTo(Step.Probe.DONE);
        machine.status = new MachineStatus.Silent("stopped by a signal");
        assertThat(go.probe()).as("it may run").isEqualTo(Step.Probe.COULD_NOT_TELL);
        machine.die(exited(""));
        assertThat(go.probe()).isEqualTo(Step.Probe.NOT_DONE);
    }

    @Test
    void awaitsTheWordOfAQemuThatStartsAloneAtTheEnd() {
        FakeMachine machine = new FakeMachine(PROCESS);
        operator.held.put(vm, machine);
        machine.whenConfirmed = () -> machine.die(exited("too late"));

        go.perform(() -> false);

        assertThat(machine.death()).isEmpty();
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(go::confirm))
                .hasMessageContaining("too late");
    }

    @Test
    void awaitsItAtOnceWhereOthersStartAsWell() {
        FakeMachine machine = new FakeMachine(PROCESS);
        operator.held.put(vm, machine);
        machine.whenConfirmed = () -> machine.die(exited("no memory left"));
        try (StartRush.Place _ = rush.join()) {
            assertThatThrownBy(() -> go.perform(() -> false))
                    .hasMessageContaining("no memory left");
        }
    }

    private static LiveMachine.Death exited(String lastLine) {
        return new LiveMachine.Death(new ExitStatus.Exited(1), false, Optional.empty(), lastLine);
    }

    private void recordedAs(ProcessIdentity process) {
        QuarkusTransaction.requiringNew().run(() -> vms.runsAs(vms.require(vm), process));
    }

    @Test
    void stopsOnlyOnProof() {
        operator.found = GONE;
        assertThat(ladder.probe()).isEqualTo(Step.Probe.DONE);
        assertThatCode(() -> ladder.perform(() -> false)).doesNotThrowAnyException();

        operator.found = UNKNOWN;
        assertThat(ladder.probe()).isEqualTo(Step.Probe.COULD_NOT_TELL);
        assertThatThrownBy(() -> ladder.perform(() -> false))
                .isInstanceOf(Failure.Unavailable.class);
        operator.found = THERE;
        assertThat(ladder.probe()).isEqualTo(Step.Probe.NOT_DONE);
        ladder.perform(() -> false);

        assertThat(operator.held(vm).orElseThrow().death()).isPresent();
    }
}
