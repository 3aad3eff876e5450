package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.DesiredState;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.SettableClock;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.lifecycle.Answer;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.NewVm;
import dev.vman.lifecycle.VmRequests;
import dev.vman.observer.VmDied;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a VM that died after its last restart. */
@QuarkusTest
class GivenUpTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject Vms vms;
    @Inject VmRequests requests;
    @Inject Journal journal;
    @Inject Event<VmDied> deaths;
    @Inject LastRestarts restarts;
    @Inject SettableClock clock;

    @ParameterizedTest
    @CsvSource({
        "ON_CRASH, RUNNING, CRASHED, 5, PT1S,    true",
        "ALWAYS,   RUNNING, CRASHED, 5, PT9M,    true",
        "ALWAYS,   RUNNING, CRASHED, 5, PT11M,   false",
        "ALWAYS,   RUNNING, CRASHED, 4, PT1S,    false",
        "NEVER,    RUNNING, CRASHED, 5, PT1S,    false",
        "ALWAYS,   STOPPED, CRASHED, 5, PT1S,    false",
        "ALWAYS,   RUNNING, STOPPED, 5, PT1S,    false",
        "ALWAYS,   RUNNING, ERROR,   5, PT1S,    false"
    })
    void isAskedOfTheRecord(
            RestartPolicy policy,
            DesiredState desired,
            VmState state,
            int restarts,
            Duration since,
            boolean givenUp) {
        Vm vm = new Vm();
        vm.restart = policy;
        vm.desiredState = desired;
        vm.state = state;
        vm.restarts = restarts;

        assertThat(GivenUp.isGivenUp(vm, since)).isEqualTo(givenUp);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void isToldWhenTheClockIsSetMeanwhile(int hours) {
        UUID vm = died(RestartDecision.LIMIT);
        // As the Restarter does, when the start has ended.
        assertThat(restarts.since(vm(vm))).isNotNull();

        clock.set(Duration.ofHours(hours));
        deaths.fire(new VmDied(vm));

        assertThat(vm(vm).stateReason).contains("5 times in a row");
    }

    @AfterEach
    void setTheClockRight() {
        clock.set(Duration.ZERO);
    }

    @Test
    void isToldUntilSomebodyStartsIt() {
        UUID vm = died(RestartDecision.LIMIT);

        deaths.fire(new VmDied(vm));

        assertThat(vm(vm).state).isEqualTo(VmState.CRASHED);
        assertThat(vm(vm).stateReason)
                .startsWith("QEMU ended: exit code 1. ")
                .contains("5 times in a row", "by hand");

        succeed(requests.start(vm.toString(), Ask.PLAIN));

        assertThat(vm(vm).state).isEqualTo(VmState.RUNNING);
        assertThat(vm(vm).stateReason).isNull();
        assertThat(vm(vm).restarts).isZero();
        assertThat(vm(vm).lastRestartAt).isNull();
    }

    private UUID died(int restarts) {
        UUID id = created();
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    Vm vm = vms.require(id);
                    vm.desiredState = DesiredState.RUNNING;
                    vm.restarts = restarts;
                    vm.lastRestartAt = Instant.now();
                    vms.become(vm, VmState.CRASHED, "QEMU ended: exit code 1");
                });
        return id;
    }

    private UUID created() {
        String name = "given-up-" + UUID.randomUUID().toString().substring(0, 8);
        NewVm wanted =
                new NewVm(
                        name,
                        null,
                        1,
                        64,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        RestartPolicy.ON_CRASH,
                        null,
                        false);
        return succeed(requests.create(wanted, Ask.PLAIN));
    }

    private UUID succeed(Answer answer) {
        Answer.Accepted accepted = (Answer.Accepted) answer;
        assertThat(journal.failure(journal.await(accepted.operation(), SOON))).isEmpty();
        return accepted.target();
    }

    private Vm vm(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> vms.require(id));
    }
}
