package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.SettableClock;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.journal.Operation;
import dev.vman.journal.OperationState;
import dev.vman.observer.PassReport;
import dev.vman.observer.Passes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application's clock is set while things are under way. */
@QuarkusTest
@Timeout(60)
class SetClockTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final StopOptions BY_FORCE = new StopOptions(true, 0);
    @Inject Lab lab;
    @Inject VmRequests requests;
    @Inject Vms vms;
    @Inject Journal journal;
    @Inject Passes passes;
    @Inject SettableClock clock;
    @Inject Clock injected;

    @AfterEach
    void setItRight() {
        clock.set(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void keepsActsGoing(int hours) {
        Vm vm = lab.running();

        clock.set(HOUR.multipliedBy(hours));
        lab.succeeded(requests.restart(vm.name, BY_FORCE, Ask.PLAIN));
        clock.set(HOUR.multipliedBy(-hours));
        Operation stopped = lab.ended(requests.stop(vm.name, BY_FORCE, Ask.PLAIN));

        assertThat(stopped.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(lab.vm(vm.id).state).isEqualTo(VmState.STOPPED);
        assertThat(lab.vm(vm.id).observedAt)
                .isBetween(injected.instant().minusSeconds(30), injected.instant());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void makesNoWaitLongerOrShorter(int hours) {
        long begin = System.nanoTime();
        clock.set(HOUR.multipliedBy(-hours));

        Optional<Boolean> answer =
                journal.changes()
                        .await(
                                Duration.ofMillis(300),
                                () -> {
                                    clock.set(HOUR.multipliedBy(hours));
                                    return Optional.empty();
                                });

        assertThat(answer).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
    }

    @Test
    void makesNoPassLongOrNegative() {
        clock.set(HOUR);
        PassReport ahead = passes.run();
        clock.set(HOUR.negated());
        PassReport behind = passes.run();

        assertThat(ahead.durationMs()).isBetween(0L, HOUR.toMillis() / 2);
        assertThat(behind.durationMs()).isBetween(0L, HOUR.toMillis() / 2);
        assertThat(behind.startedAt()).isBefore(ahead.startedAt());
    }

    @Test
    void leavesNoVmObservedInTheFuture() {
        clock.set(HOUR);
        Vm vm = lab.running();
        assertThat(vm.observedAt).isAfter(Instant.now());

        clock.set(Duration.ZERO);
        QuarkusTransaction.requiringNew().run(() -> vms.confirmed(vms.require(vm.id)));

        assertThat(lab.vm(vm.id).observedAt).isBeforeOrEqualTo(Instant.now());
    }
}
