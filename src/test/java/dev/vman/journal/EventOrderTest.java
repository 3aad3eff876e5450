package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventOrderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WRITERS = 12;
    private static final int TRANSACTIONS = 40;
    @Inject Events events;
    @Inject EntityManager entities;
    @Inject EventLog log;
    @Inject TransactionSynchronizationRegistry registry;
    private final UUID thing = UUID.randomUUID();

    @Test
    void noReaderSkipsAnEventWhateverCommitsAndRollsBack() throws Exception {
        long start = log.newest();

        List<List<RecordedEvent>> heard;
        int committed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<RecordedEvent>>> readers = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                readers.add(threads.submit(() -> followUntilEnd(start)));
            }
            for (Future<Integer> writer : threads.invokeAll(writers())) {
                committed += writer.get(60, TimeUnit.SECONDS);
            }
            commit("test.end", 1);
            heard = new ArrayList<>();
            for (Future<List<RecordedEvent>> reader : readers) {
                heard.add(reader.get(60, TimeUnit.SECONDS));
            }
        }

        for (List<RecordedEvent> one : heard) {
            assertThat(one).as("nothing of it was rolled back").allMatch(this::isMeant);
            assertThat(one.stream().filter(this::isOurs)).hasSize(committed + 1);
            for (int at = 0; at < one.size(); at++) {
                assertThat(one.get(at).number()).isEqualTo(start + 1 + at);
            }
        }
        assertThat(log.after(start))
                .as("a late reader sees the same")
                .isEqualTo(heard.getFirst().subList(0, 100));
    }

    @Test
    void keepsTheEventsOfOneTransactionTogether() {
        long start = log.newest();

        commit("test.together", 5);

        List<RecordedEvent> ours = log.after(start).stream().filter(this::isOurs).toList();
        assertThat(ours)
                .extracting(RecordedEvent::data)
                .containsExactly(
                        "{\"at\":0}", "{\"at\":1}", "{\"at\":2}", "{\"at\":3}", "{\"at\":4}");
        assertThat(ours.getLast().number() - ours.getFirst().number()).isEqualTo(4);
    }

    @Test
    void goesOnBehindTheNewestEventWhenTheCounterWasPutBack() {
        commit("test.before", 2);
        long newest = log.newest();
        QuarkusTransaction.requiringNew().run(() -> setCounter(newest - 2));

        commit("test.after", 1);

        assertThat(log.after(newest))
                .filteredOn(this::isOurs)
                .extracting(RecordedEvent::number)
                .first()
                .satisfies(number -> assertThat(number).isGreaterThan(newest));
    }

    private void setCounter(long number) {
        int _ =
                entities.createNativeQuery("update event_counter set last_number = ?1")
                        .setParameter(1, number)
                        .executeUpdate();
    }

    @Test
    void waitsNoLongerThanAllowed() {
        assertThat(log.await(log.newest() + 1_000, Duration.ofMillis(50), () -> false)).isEmpty();
        assertThat(log.await(log.newest(), PATIENCE, () -> true)).isEmpty();
    }

    private List<Callable<Integer>> writers() {
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            Random random = new Random(writer);
            writers.add(() -> write(random));
        }
        return writers;
    }

    /** How many events were committed. */
    private int write(Random random) {
        int committed = 0;
        for (int round = 0; round < TRANSACTIONS; round++) {
            int count = 1 + random.nextInt(3);
            if (random.nextInt(4) == 0) {
                rollBack(count, random.nextBoolean());
            } else {
                commit("test.kept", count);
                committed += count;
            }
        }
        return committed;
    }

    private void commit(String kind, int count) {
        QuarkusTransaction.requiringNew().run(() -> append(kind, count));
    }

    /** Before its numbers are taken, or after. */
    private void rollBack(int count, boolean late) {
        assertThatThrownBy(() ->
                        QuarkusTransaction.requiringNew()
                                .run(() -> {
                                    append("test.lost", count);
                                    spoil(late);
                                }))
                .isInstanceOf(RuntimeException.class);
    }

    private void spoil(boolean late) {
        if (!late) {
            throw new IllegalStateException("spoiled");
        }
        registry.registerInterposedSynchronization(new Spoiler());
    }

    /** Fails a commit at the last moment. */
    private final class Spoiler implements Synchronization {
        @Override
        public void beforeCompletion() {
            registry.setRollbackOnly();
        }

        @Override
        public void afterCompletion(int status) {}
    }

    private void append(String kind, int count) {
        for (int at = 0; at < count; at++) {
            events.append(kind, new Target("thing", thing, "a-thing"), Map.of("at", at));
        }
    }

    private List<RecordedEvent> followUntilEnd(long start) {
        List<RecordedEvent> heard = new ArrayList<>();
        long last = start;
        while (heard.isEmpty() || !heard.getLast().kind().equals("test.end")) {
            List<RecordedEvent> part = log.await(last, PATIENCE, () -> false);
            assertThat(part).isNotEmpty();
            heard.addAll(part);
            last = part.getLast().number();
        }
        return heard;
    }

    private boolean isOurs(RecordedEvent event) {
        return event.subject().id().equals(thing);
    }

    private boolean isMeant(RecordedEvent event) {
        return !event.kind().equals("test.lost");
    }
}
