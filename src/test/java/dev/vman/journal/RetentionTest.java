package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RetentionTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject Events events;
    @Inject EventLog log;
    @Inject EventNumbers numbers;
    @Inject Ending ending;
    @Inject EntityManager entities;
    @Inject Journal journal;
    @Inject ScriptedActs acts;
    private final UUID thing = UUID.randomUUID();

    @Test
    void keepsTheNewestEvents() {
        append(1_200);
        long newest = log.newest();

        retention(700, Duration.ofDays(7), Duration.ofDays(30), Instant.now()).prune();

        assertThat(oldest()).isEqualTo(newest - 699);
        assertThat(log.after(newest - 1_000).getFirst().number())
                .as("the gap can be seen")
                .isEqualTo(newest - 699);
    }

    @Test
    void keepsTheNewestEventHoweverOld() {
        append(3);
        long newest = log.newest();

        retention(700, Duration.ofDays(7), Duration.ofDays(30), inTenDays()).prune();

        assertThat(oldest()).isEqualTo(newest);
    }

    @Test
    void forgetsOperationsThatEndedLongAgo() {
        UUID operation = journal.submit(acts.submission(new Script(thing), thing));
        assertThat(journal.await(operation, SOON).ended()).isTrue();

        retention(1_000_000, Duration.ofDays(60), Duration.ofDays(30), inTenDays()).prune();
        assertThat(journal.get(operation).ended()).isTrue();

        retention(1_000_000, Duration.ofDays(60), Duration.ofDays(9), inTenDays()).prune();
        assertThatThrownBy(() -> journal.get(operation)).isInstanceOf(Failure.NotFound.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void keepsWhatIsYoungWhenTheClockIsSet(int hours) {
        append(3);
        UUID operation = journal.submit(acts.submission(new Script(thing), thing));
        assertThat(journal.await(operation, SOON).ended()).isTrue();
        long oldest = oldest();
        Instant set = Instant.now().plus(Duration.ofHours(hours));

        retention(1_000_000, Duration.ofHours(2), Duration.ofHours(2), set).prune();

        assertThat(oldest()).isEqualTo(oldest);
        assertThat(journal.get(operation).ended()).isTrue();
    }

    private static Instant inTenDays() {
        return Instant.now().plus(Duration.ofDays(10));
    }

    private Retention retention(
            int eventCount, Duration eventAge, Duration operationAge, Instant now) {
        RetentionConfig config =
                new RetentionConfig() {
                    @Override
                    public int eventCount() {
                        return eventCount;
                    }

                    @Override
                    public Duration eventAge() {
                        return eventAge;
                    }

                    @Override
                    public Duration operationAge() {
                        return operationAge;
                    }
                };
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return new Retention(entities, config, clock, numbers, ending);
    }

    private void append(int count) {
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    for (int at = 0; at < count; at++) {
                        events.append("test.old", new Target("thing", thing, "old"), Map.of());
                    }
                });
    }

    private long oldest() {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        entities.createQuery("select min(e.number) from Event e", Long.class)
                                .getSingleResult());
    }
}
