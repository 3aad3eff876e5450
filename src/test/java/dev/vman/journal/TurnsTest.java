package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.journal.Turns.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration NOW = Duration.ZERO;
    private final Turns turns = new Turns();
    private final UUID a = UUID.randomUUID();
    private final UUID b = UUID.randomUUID();

    @Test
    void givesTurnsInTheOrderOfJoining() {
        Turns.Ticket first = turns.join(Set.of(a));
        Turns.Ticket second = turns.join(Set.of(a));
        Turns.Ticket third = turns.join(Set.of(a));

        assertThat(first.await(NOW)).isTrue();
        assertThat(second.await(NOW)).isFalse();
        first.close();
        assertThat(second.await(NOW)).isTrue();
        assertThat(third.await(NOW)).isFalse();
        second.close();
        assertThat(third.await(NOW)).isTrue();
    }

    @Test
    void letsDifferentTargetsGoTogether() {
        Turns.Ticket first = turns.join(Set.of(a));
        Turns.Ticket second = turns.join(Set.of(b));

        assertThat(first.await(NOW)).isTrue();
        assertThat(second.await(NOW)).isTrue();
    }

    @Test
    void waitsForEveryTargetOfATicket() {
        Turns.Ticket holdsA = turns.join(Set.of(a));
        Turns.Ticket holdsB = turns.join(Set.of(b));
        Turns.Ticket both = turns.join(Set.of(a, b));

        holdsA.close();
        assertThat(both.await(NOW)).isFalse();
        holdsB.close();
        assertThat(both.await(NOW)).isTrue();
    }

    @Test
    void lightensTheQueueOfOneWhoLeavesBeforeItsTurn() {
        Turns.Ticket first = turns.join(Set.of(a));
        Turns.Ticket gaveUp = turns.join(Set.of(a, b));
        Turns.Ticket last = turns.join(Set.of(b));

        gaveUp.close();

        assertThat(last.await(NOW)).isTrue();
        first.close();
        assertThat(turns.isBusy(a)).isFalse();
    }

    @Test
    void closesATicketOnce() {
        Turns.Ticket first = turns.join(Set.of(a));
        first.close();
        Turns.Ticket second = turns.join(Set.of(a));

        first.close();

        assertThat(turns.isBusy(a)).isTrue();
        assertThat(second.await(NOW)).isTrue();
    }

    @Test
    void joinsOnlyWhenNoActHoldsAnyTarget() {
        Turns.Ticket holdsA = turns.join(Set.of(a));

        assertThat(unlessBusy(Purpose.ACT, a, b)).isEmpty();
        assertThat(unlessBusy(Purpose.CHECK, a, b)).isEmpty();
        assertThat(turns.isBusy(b)).isFalse();
        holdsA.close();
        assertThat(unlessBusy(Purpose.ACT, a, b)).hasValueSatisfying(TurnsTest::isDue);
    }

    @Test
    void letsChecksOfOneTargetFollowEachOtherWithoutItsBeingBusy() {
        Turns.Ticket first = unlessBusy(Purpose.CHECK, a, b).orElseThrow();
        Turns.Ticket second = unlessBusy(Purpose.CHECK, a).orElseThrow();

        assertThat(turns.isBusy(a)).isFalse();
        isDue(first);
        assertThat(second.await(NOW)).isFalse();
        first.close();
        isDue(second);
    }

    @Test
    void letsAnActFollowAllChecksThatCameBeforeItAndNoneAfter() {
        Turns.Ticket check = unlessBusy(Purpose.CHECK, a).orElseThrow();
        Turns.Ticket act = unlessBusy(Purpose.ACT, a).orElseThrow();

        assertThat(turns.isBusy(a)).isTrue();
        assertThat(unlessBusy(Purpose.CHECK, a)).isEmpty();
        assertThat(act.await(NOW)).isFalse();
        check.close();
        isDue(act);
    }

    @Test
    void remembersWhichTargetsWereHeldByActs() {
        long start = System.nanoTime();
        Turns.Ticket act = turns.join(Set.of(a));
        Turns.Ticket check = unlessBusy(Purpose.CHECK, b).orElseThrow();
        assertThat(turns.isBusySince(a, System.nanoTime())).isTrue();

        act.close();
        check.close();

        long later = System.nanoTime() + 1;
        assertThat(turns.isBusySince(a, start)).isTrue();
        assertThat(turns.isBusySince(a, later)).isFalse();
        assertThat(turns.isBusySince(b, start)).as("a check").isFalse();
        turns.forgetBefore(later);
        assertThat(turns.isBusySince(a, start)).isFalse();
    }

    @Test
    void remembersNoActThatWithdrew() {
        long start = System.nanoTime();
        Turns.Ticket refused = turns.join(Set.of(a));

        refused.withdraw();

        assertThat(turns.isBusySince(a, start)).isFalse();
    }

    private Optional<Turns.Ticket> unlessBusy(Purpose purpose, UUID... targets) {
        return turns.joinUnlessBusy(Set.of(targets), purpose);
    }

    private static void isDue(Turns.Ticket ticket) {
        assertThat(ticket.await(NOW)).isTrue();
    }

    @Test
    void neverLetsTwoActsHoldOneTargetAndNeverDeadlocks() throws InterruptedException {
        List<UUID> targets = Stream.generate(UUID::randomUUID).limit(5).toList();
        Set<UUID> held = ConcurrentHashMap.newKeySet();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger turnsTaken = new AtomicInteger();
        int threads = 16;
        int rounds = 200;
        CountDownLatch done = new CountDownLatch(threads);

        for (int thread = 0; thread < threads; thread++) {
            Random random = new Random(thread);
            Thread.startVirtualThread(() -> {
                for (int round = 0; round < rounds; round++) {
                    Set<UUID> mine =
                            Set.copyOf(
                                    random.ints(3, 0, targets.size())
                                            .mapToObj(targets::get)
                                            .toList());
                    try (Turns.Ticket ticket = turns.join(mine)) {
                        if (ticket.await(SOON)) {
                            turnsTaken.incrementAndGet();
                            overlaps.addAndGet(
                                    (int) mine.stream().filter(t -> !held.add(t)).count());
                            Thread.onSpinWait();
                            held.removeAll(mine);
                        }
                    }
                }
                done.countDown();
            });
        }

        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(overlaps).hasValue(0);
        assertThat(turnsTaken).hasValue(threads * rounds);
        assertThat(targets).noneMatch(turns::isBusy);
    }
}
