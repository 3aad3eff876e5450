package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import dev.vman.inventory.Rows;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.operator.HostMemory;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What two starts at once may have: never the same memory. */
@QuarkusTest
class OpenClaimsTest {
    @Inject Vms vms;
    @Inject TransactionSynchronizationRegistry transactions;

    @Test
    void countsWhatIsAdmittedAndNotCommittedYet() throws Exception {
        MemoryAdmission memory = memoryForOneMore();
        CountDownLatch admitted = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first =
                    threads.submit(() ->
                            QuarkusTransaction.requiringNew()
                                    .run(() -> {
                                        memory.admit(Rows.vm(VmState.STOPPED));
                                        admitted.countDown();
                                        await(go);
                                    }));
            await(admitted);

            assertThatThrownBy(() -> admit(memory, Rows.vm(VmState.STOPPED)))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("64 MiB");
            go.countDown();
            first.get(20, TimeUnit.SECONDS);
        }
        admit(memory, Rows.vm(VmState.STOPPED));
    }

    @Test
    void countsAStartThatIsCommitted() {
        MemoryAdmission memory = memoryForOneMore();
        Vm starting = Rows.vm(VmState.STARTING);
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    memory.admit(starting);
                    vms.add(starting);
                });

        assertThatThrownBy(() -> admit(memory, Rows.vm(VmState.STOPPED)))
                .isInstanceOf(Failure.Conflict.class);

        QuarkusTransaction.requiringNew().run(() -> vms.deleteById(starting.id));
        admit(memory, Rows.vm(VmState.STOPPED));
    }

    @Test
    void freesWhatWasRolledBack() {
        MemoryAdmission memory = memoryForOneMore();

        assertThatThrownBy(() ->
                        QuarkusTransaction.requiringNew()
                                .run(() -> {
                                    memory.admit(Rows.vm(VmState.STOPPED));
                                    throw new Failure.Conflict("x", "refused", null);
                                }))
                .isInstanceOf(Failure.Conflict.class);

        admit(memory, Rows.vm(VmState.STOPPED));
    }

    @Test
    void countsOneVmOnce() {
        OpenClaims claims = new OpenClaims(transactions);
        UUID vm = UUID.randomUUID();

        QuarkusTransaction.requiringNew()
                .run(() -> {
                    claims.add(vm, 64);
                    assertThat(claims.ofOthers(vm)).isEmpty();
                    assertThat(claims.ofOthers(UUID.randomUUID())).containsOnlyKeys(vm);
                });

        assertThat(claims.ofOthers(UUID.randomUUID())).isEmpty();
    }

    /** Room for one VM of 64 MiB beside those that other tests left running. */
    private MemoryAdmission memoryForOneMore() {
        long used =
                QuarkusTransaction.requiringNew()
                        .call(() -> vms.memoryInUseMib(java.util.Set.of(), new UUID(0, 0)));
        return new MemoryAdmission(vms, new HostMemory(used + 100, used + 100), transactions);
    }

    private static void admit(MemoryAdmission memory, Vm vm) {
        QuarkusTransaction.requiringNew().run(() -> memory.admit(vm));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
