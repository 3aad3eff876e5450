package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Eventually;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.HeldByAct;
import dev.vman.journal.Journal;
import dev.vman.journal.Operation;
import dev.vman.journal.OperationFilter;
import dev.vman.journal.OperationState;
import dev.vman.lifecycle.Answer;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.NewVm;
import dev.vman.lifecycle.StopOptions;
import dev.vman.lifecycle.VmRequests;
import dev.vman.observer.Checked;
import dev.vman.observer.PassReport;
import dev.vman.observer.VmDied;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** VMs that a pass finds dead, and of whose death nobody was told. */
@QuarkusTest
class RestarterTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MORE_THAN_ANY_HOST = 1 << 30;
    @Inject Vms vms;
    @Inject VmRequests requests;
    @Inject Journal journal;
    @Inject HeldByAct held;
    @Inject Event<PassReport> passes;
    @Inject Event<VmDied> deaths;
    private final List<UUID> created = new ArrayList<>();

    @AfterEach
    void removeThem() {
        created.forEach(vm -> succeed(requests.delete(vm.toString(), true, Ask.PLAIN)));
    }

    @Test
    void areStartedAgainThoughTheNewsWasLost() {
        UUID vm = created(RestartPolicy.ON_CRASH);
        die(vm, 0, 64);

        pass();

        Eventually.becomesTrue(() -> isRunning(vm));
        assertThat(vm(vm).restarts).isEqualTo(1);
        assertThat(startsOf(vm)).hasSize(1);
    }

    @Test
    void areLeftAloneThatAreNeverToBeRestarted() {
        UUID vm = created(RestartPolicy.NEVER);
        die(vm, 0, 64);

        passUntilAnotherIsStarted();

        assertThat(vm(vm).state).isEqualTo(VmState.CRASHED);
        assertThat(startsOf(vm)).isEmpty();
    }

    @Test
    void areLeftAloneWhoseTriesAreSpentUntilTheyDieAnew() {
        UUID vm = created(RestartPolicy.ON_CRASH);
        spendTheTriesOf(vm);
        // As if it had never been tried.
        die(vm, 0, 64);

        passUntilAnotherIsStarted();
        assertThat(startsOf(vm)).as("no try after the last").hasSize(1);

        deaths.fire(new VmDied(vm));
        Eventually.becomesTrue(() -> isRunning(vm));
        dieUnheard(vm);
        pass();
        Eventually.becomesTrue(() -> isRunning(vm));
    }

    @Test
    void areLeftAloneThatWereGivenUpHoweverLongTheyAreDead() {
        UUID vm = givenUp();

        wasLastStartedAgain(vm, RestartDecision.SETTLED.plusMinutes(1));
        passUntilAnotherIsStarted();

        assertThat(vm(vm).state).isEqualTo(VmState.CRASHED);
        assertThat(startsOf(vm)).isEmpty();
    }

    @Test
    void areStartedAgainThatWereGivenUpBeforeSomebodyStartedThem() {
        UUID vm = givenUp();

        succeed(requests.start(vm.toString(), Ask.PLAIN));
        pass();
        dieUnheard(vm);
        pass();

        Eventually.becomesTrue(() -> isRunning(vm));
        assertThat(startsOf(vm)).hasSize(2);
    }

    private UUID givenUp() {
        UUID vm = created(RestartPolicy.ON_CRASH);
        die(vm, RestartDecision.LIMIT, 64);
        pass();
        return vm;
    }

    private void wasLastStartedAgain(UUID vm, Duration ago) {
        Instant then = Instant.now().minus(ago);
        QuarkusTransaction.requiringNew().run(() -> vms.require(vm).lastRestartAt = then);
    }

    /** The last one is refused, which leaves no trace in the row. */
    private void spendTheTriesOf(UUID vm) {
        die(vm, RestartDecision.LIMIT - 1, MORE_THAN_ANY_HOST);
        // A start that has to wait is recorded, and can be seen to be refused.
        try (HeldByAct.Hold _ = held.hold(vm)) {
            pass();
            Eventually.becomesTrue(() -> !startsOf(vm).isEmpty());
        }
        Operation last = journal.await(startsOf(vm).getFirst().id(), SOON);
        assertThat(last.state()).isEqualTo(OperationState.FAILED);
        assertThat(vm(vm).restarts).isEqualTo(RestartDecision.LIMIT - 1);
    }

    /** It waits for longer than any that was not tried yet, so they would run by then as well. */
    private void passUntilAnotherIsStarted() {
        UUID another = created(RestartPolicy.ON_CRASH);
        die(another, 1, 64);
        pass();
        Eventually.becomesTrue(() -> isRunning(another));
    }

    private void pass() {
        passes.fire(new PassReport(Instant.now(), 1, new Checked(0, 0, 0, 0, 0, 0, 0), 0, 0));
    }

    private void dieUnheard(UUID vm) {
        succeed(requests.stop(vm.toString(), new StopOptions(true, 0), Ask.PLAIN));
        die(vm, 0, 64);
    }

    private void die(UUID id, int restarts, int memoryMib) {
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    Vm vm = vms.require(id);
                    vm.desiredState = DesiredState.RUNNING;
                    vm.memoryMib = memoryMib;
                    vm.restarts = restarts;
                    vm.lastRestartAt = restarts == 0 ? null : Instant.now();
                    vms.become(vm, VmState.CRASHED, "QEMU ended: exit code 1");
                });
    }

    private UUID created(RestartPolicy policy) {
        String name = "restarted-" + UUID.randomUUID().toString().substring(0, 8);
        NewVm wanted =
                new NewVm(
                        name, null, 1, 64, null, null, null, null, null, false, policy, null,
                        false);
        UUID vm = succeed(requests.create(wanted, Ask.PLAIN));
        created.add(vm);
        return vm;
    }

    private UUID succeed(Answer answer) {
        Answer.Accepted accepted = (Answer.Accepted) answer;
        assertThat(journal.failure(journal.await(accepted.operation(), SOON))).isEmpty();
        return accepted.target();
    }

    private List<Operation> startsOf(UUID vm) {
        OperationFilter starts =
                new OperationFilter(Optional.empty(), Optional.of("vm.start"), Optional.of(vm));
        return journal.list(starts, Long.MAX_VALUE, 10);
    }

    private boolean isRunning(UUID vm) {
        return vm(vm).state == VmState.RUNNING;
    }

    private Vm vm(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> vms.require(id));
    }
}
