package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private final Changes changes = new Changes();

    @Test
    void answersAtOnceWhatIsSoAlready() {
        assertThat(changes.await(Duration.ZERO, () -> Optional.of("yes"))).contains("yes");
    }

    @Test
    void isEmptyWhenNoAnswerComesInTime() {
        long begin = System.nanoTime();

        Optional<String> answer = changes.await(Duration.ofMillis(50), Optional::empty);

        assertThat(answer).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(50), SOON);
    }

    @Test
    void asksAgainAfterAChange() throws Exception {
        AtomicBoolean so = new AtomicBoolean();
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Optional<String>> answer =
                CompletableFuture.supplyAsync(() ->
                        changes.await(
                                SOON,
                                () -> {
                                    asked.countDown();
                                    return so.get() ? Optional.of("now") : Optional.empty();
                                }));

        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        so.set(true);
        changes.announce();

        assertThat(answer.get(10, TimeUnit.SECONDS)).contains("now");
    }

    @Test
    void neverMissesAChangeThatComesBetweenQuestionAndSleep() {
        AtomicBoolean so = new AtomicBoolean();

        Optional<String> answer =
                changes.await(
                        SOON,
                        () -> {
                            Optional<String> now = so.get() ? Optional.of("now") : Optional.empty();
                            so.set(true);
                            changes.announce();
                            return now;
                        });

        assertThat(answer).contains("now");
    }
}
