package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpareThreadTest {
    private static final long SOON_SECONDS = 20;
    private final SpareThread spare = new SpareThread();

    @Test
    void givesEachWorkAThreadOfItsOwnThatEndsWithIt() throws Exception {
        Thread first = threadOf("first");
        spare.refill();
        spare.refill();
        Thread second = threadOf("second");
        Thread third = threadOf("third");

        assertThat(first).isNotEqualTo(second);
        assertThat(third).isNotEqualTo(second).isNotEqualTo(first);
        for (Thread each : new Thread[] {first, second, third}) {
            each.join(TimeUnit.SECONDS.toMillis(SOON_SECONDS));
            assertThat(each.isAlive()).isFalse();
        }
        assertThat(second.getName()).isEqualTo("second");
    }

    private Thread threadOf(String name) throws Exception {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        spare.run(name, () -> worker.complete(Thread.currentThread()));
        return worker.get(SOON_SECONDS, TimeUnit.SECONDS);
    }
}
