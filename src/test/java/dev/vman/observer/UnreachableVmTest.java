package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.Rows;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One look found it silent, and whoever asks regularly has never heard it be silent. */
@QuarkusTest
class UnreachableVmTest {
    private static final ProcessIdentity PROCESS = new ProcessIdentity("dry-run", 1L << 41, 0);
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject Vms vms;
    @Inject Operator operator;
    @Inject Passes passes;
    private final Vm vm = Rows.vm(VmState.UNREACHABLE);

    @AfterEach
    void removeIt() {
        inTransaction(() -> vms.findByIdOptional(vm.id).ifPresent(vms::remove));
    }

    @Test
    void isAskedAgainByTheNextPass() {
        inTransaction(() -> {
            vms.add(vm);
            vms.runsAs(vm, PROCESS);
        });
        var _ = operator.hold(vm.id, PROCESS);

        PassReport _ = passes.run();

        long end = System.nanoTime() + SOON.toNanos();
        while (stateOf(vm.id) == VmState.UNREACHABLE && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        // What a machine of a dry run answers that nobody has let go.
        assertThat(stateOf(vm.id)).isEqualTo(VmState.PAUSED);
    }

    private VmState stateOf(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> vms.require(id).state);
    }

    private static void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }
}
