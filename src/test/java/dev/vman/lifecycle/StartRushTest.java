package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartRushTest {
    private static final Duration FOREVER = Duration.ofMinutes(10);
    private static final int SOON_SECONDS = 20;
    private final StartRush rush = new StartRush(2, FOREVER);

    @Test
    void waitsForNobodyWhereThereAreCpusForAll() throws Exception {
        try (StartRush.Place _ = rush.join();
                StartRush.Place _ = rush.join()) {
            assertThat(waiting(rush).await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void waitsUntilThereAreCpusForTheRest() throws Exception {
        StartRush.Place first = rush.join();
        StartRush.Place second = rush.join();
        try (StartRush.Place _ = rush.join();
                StartRush.Place _ = rush.join()) {
            CountDownLatch over = waiting(rush);
            first.close();
            assertThat(over.await(50, TimeUnit.MILLISECONDS)).isFalse();

            second.close();

            assertThat(over.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void doesNotWaitForThoseThatComeLater() throws Exception {
        StartRush.Place first = rush.join();
        try (StartRush.Place _ = rush.join();
                StartRush.Place _ = rush.join()) {
            CountDownLatch over = waiting(rush);
            assertThat(over.await(50, TimeUnit.MILLISECONDS)).isFalse();
            try (StartRush.Place _ = rush.join()) {
                first.close();

                assertThat(over.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void isOverWhenTheLastIsReady() {
        assertThat(rush.isOver()).isTrue();
        try (StartRush.Place _ = rush.join()) {
            assertThat(rush.isOver()).isFalse();
        }
        assertThat(rush.isOver()).isTrue();
    }

    @Test
    void waitsNoLongerThanAMoment() throws Exception {
        StartRush impatient = new StartRush(1, Duration.ofMillis(10));
        try (StartRush.Place _ = impatient.join();
                StartRush.Place _ = impatient.join()) {
            assertThat(waiting(impatient).await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Is counted down when a guest that is ready need not wait any more. */
    private static CountDownLatch waiting(StartRush rush) {
        CountDownLatch over = new CountDownLatch(1);
        Thread waiting =
                Thread.startVirtualThread(() -> {
                    try {
                        rush.awaitOthers();
                        over.countDown();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        // Then it has counted those that are there, and no more.
        Eventually.becomesTrue(() ->
                waiting.getState() == Thread.State.TIMED_WAITING
                        || waiting.getState() == Thread.State.TERMINATED);
        return over;
    }
}
