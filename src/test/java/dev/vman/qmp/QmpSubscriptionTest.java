package dev.vman.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class QmpSubscriptionTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void dropsTheOldestWhenFullAndCountsThem() {
        QmpSubscription subscription = subscription(2);

        offer(subscription, "A", "B", "C", "D", "E");

        assertThat(subscription.dropped()).isEqualTo(3);
        assertThat(subscription.poll(SOON)).map(QmpEvent::name).contains("D");
        assertThat(subscription.poll(SOON)).map(QmpEvent::name).contains("E");
        assertThat(subscription.poll(Duration.ZERO)).isEmpty();
    }

    @Test
    void awaitsAMatchAndConsumesWhatComesBefore() {
        QmpSubscription subscription = subscription(10);

        offer(subscription, "A", "B", "C");

        assertThat(subscription.await(event -> event.name().equals("B"), SOON)).isPresent();
        assertThat(subscription.poll(SOON)).map(QmpEvent::name).contains("C");
    }

    @Test
    void givesUpAtTheDeadlineThoughOtherEventsCome() {
        QmpSubscription subscription = subscription(10);

        offer(subscription, "A", "B");

        assertThat(subscription.await(event -> false, Duration.ofMillis(20))).isEmpty();
    }

    @Test
    void handsOutWhatCameBeforeTheEndAndThenTheReason() {
        QmpSubscription subscription = subscription(10);
        offer(subscription, "SHUTDOWN");

        subscription.end(new QmpProtocolViolation("garbage"));

        assertThat(subscription.poll(SOON)).map(QmpEvent::name).contains("SHUTDOWN");
        assertThatExceptionOfType(QmpProtocolViolation.class)
                .isThrownBy(() -> subscription.poll(SOON));
    }

    @Test
    void wakesItsReaderWhenItIsClosed() {
        QmpSubscription subscription = subscription(10);
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        CompletableFuture<?> reader =
                InBackground.run(() -> {
                    waiting.complete(Thread.currentThread());
                    return subscription.poll(Duration.ofDays(1));
                });
        while (waiting.join().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        subscription.close();

        assertThat(reader)
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(QmpDisconnected.class);
    }

    @Test
    void takesNothingAfterItIsClosed() {
        QmpSubscription subscription = subscription(10);
        offer(subscription, "A");
        subscription.close();

        offer(subscription, "B");

        assertThatExceptionOfType(QmpDisconnected.class)
                .isThrownBy(() -> subscription.poll(Duration.ZERO));
    }

    @Test
    void survivesADeadlineBeyondAllClocks() {
        QmpSubscription subscription = subscription(1);
        offer(subscription, "A");

        assertThat(subscription.poll(Duration.ofSeconds(Long.MAX_VALUE))).isPresent();
    }

    @Test
    void refusesACapacityOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> subscription(0));
    }

    private static QmpSubscription subscription(int capacity) {
        return new QmpSubscription(event -> true, capacity, subscription -> {});
    }

    private static void offer(QmpSubscription subscription, String... names) {
        for (String name : names) {
            subscription.offer(
                    new QmpEvent(name, JsonNodeFactory.instance.objectNode(), Instant.EPOCH));
        }
    }
}
