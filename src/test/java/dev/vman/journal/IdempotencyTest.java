package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import dev.vman.inventory.SettableClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class IdempotencyTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject Journal journal;
    @Inject ScriptedActs acts;
    @Inject SettableClock clock;
    private final UUID target = UUID.randomUUID();
    private final IdempotencyKey key = new IdempotencyKey("key-" + target, "hash");

    @Test
    void givesARetryTheFirstOperation() {
        UUID first = journal.submit(submission());

        UUID retry = journal.submit(submission());

        assertThat(retry).isEqualTo(first);
        assertThat(journal.earlier(key)).contains(first);
        assertThat(journal.await(first, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void givesARetryTheFirstOperationWhenTheClockIsSetMeanwhile(int hours) {
        UUID first = journal.submit(submission());

        clock.set(Duration.ofHours(hours));
        UUID retry = journal.submit(submission());

        assertThat(retry).isEqualTo(first);
        Operation ended = journal.await(first, SOON);
        assertThat(ended.endedAt().orElseThrow()).isAfterOrEqualTo(ended.startedAt());
    }

    @AfterEach
    void setTheClockRight() {
        clock.set(Duration.ZERO);
    }

    @Test
    void refusesTheKeyForAnotherRequest() {
        UUID first = journal.submit(submission());

        assertThatThrownBy(() -> journal.earlier(new IdempotencyKey(key.value(), "other")))
                .isInstanceOf(Failure.Invalid.class)
                .extracting(e -> ((Failure) e).code())
                .isEqualTo("idempotency-key-reused");
        assertThat(journal.await(first, SOON).ended()).isTrue();
    }

    @Test
    void makesOneOperationOfManyAtOnce() throws Exception {
        List<Future<UUID>> submitted = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                submitted.add(threads.submit(() -> journal.submit(submission())));
            }
        }

        Set<UUID> operations = new HashSet<>();
        for (Future<UUID> one : submitted) {
            operations.add(one.get(20, TimeUnit.SECONDS));
        }

        assertThat(operations).hasSize(1);
        assertThat(journal.await(operations.iterator().next(), SOON).ended()).isTrue();
        assertThat(
                        journal.list(
                                new OperationFilter(
                                        Optional.empty(), Optional.empty(), Optional.of(target)),
                                Long.MAX_VALUE,
                                100))
                .hasSize(1);
    }

    private Submission submission() {
        return acts.submission(new Script(target), target, Optional.of(key));
    }
}
