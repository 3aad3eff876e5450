package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.journal.Operation;
import dev.vman.journal.OperationState;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A request does what it asked for itself, but not what a guest may hold up. */
@QuarkusTest
class LongActsTest {
    private static final Ask TO_THE_END = new Ask(Optional.empty(), Optional.empty(), false, true);
    @Inject Lab lab;
    @Inject VmRequests requests;
    @Inject StopVm stop;
    @Inject RestartVm restart;

    @Test
    void knowsHowAStartEnded() {
        assertThat(outcome(requests.start(lab.create().name, TO_THE_END)))
                .map(Operation::state)
                .hasValue(OperationState.SUCCEEDED);
    }

    @Test
    void saysWhatAGuestMayHoldUp() {
        UUID vm = UUID.randomUUID();
        StopOptions gently = new StopOptions(false, 3600);
        StopOptions byForce = new StopOptions(true, 0);

        assertThat(stop.mayTakeLong(new StopVm.Payload(vm, gently))).isTrue();
        assertThat(stop.mayTakeLong(new StopVm.Payload(vm, byForce))).isFalse();
        assertThat(restart.mayTakeLong(new RestartVm.Payload(vm, gently))).isTrue();
        assertThat(restart.mayTakeLong(new RestartVm.Payload(vm, byForce))).isFalse();
    }

    private static Optional<Operation> outcome(Answer answer) {
        return ((Answer.Accepted) answer).submitted().outcome();
    }
}
