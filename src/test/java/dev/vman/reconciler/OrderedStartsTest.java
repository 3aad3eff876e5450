package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Eventually;
import dev.vman.reconciler.StartGroups.Due;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OrderedStartsTest {
    private static final Duration LONG = Duration.ofSeconds(5);
    private final List<UUID> started = Collections.synchronizedList(new ArrayList<>());

    @Test
    void beginsAGroupWhenTheOneBeforeHasEnded() throws InterruptedException {
        OrderedStarts starts = new OrderedStarts(4, LONG, _ -> false);
        StartGroups groups = groups(2, 1, 2, 1, 1, 2, 2);
        CountDownLatch all = new CountDownLatch(7);

        starts.run(
                groups,
                (vm, firstTryEnded) ->
                        starts.inTurn(() -> {
                            started.add(vm);
                            firstTryEnded.run();
                            all.countDown();
                        }));

        assertThat(all.await(LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(started.subList(0, 3))
                .containsExactlyInAnyOrderElementsOf(groups.groups().get(0));
    }

    @Test
    void hasNoMoreUnderWayThanItMay() throws InterruptedException {
        OrderedStarts starts = new OrderedStarts(2, LONG, _ -> false);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        CountDownLatch all = new CountDownLatch(6);

        starts.run(
                groups(1, 1, 1, 1, 1, 1),
                (_, _) ->
                        starts.inTurn(() -> {
                            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                            two.countDown();
                            awaitUninterrupted(two);
                            underWay.decrementAndGet();
                            all.countDown();
                        }));

        assertThat(all.await(LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(most).hasValue(2);
    }

    @Test
    void letsTheOthersGoOnWhenAFirstTryFails() {
        OrderedStarts starts = new OrderedStarts(1, LONG, _ -> false);

        starts.run(
                groups(1, 2),
                (vm, _) -> {
                    started.add(vm);
                    if (started.size() == 1) {
                        throw new QuietFailure();
                    }
                });

        assertThat(started).hasSize(2);
    }

    @Test
    void waitsForAStartThatHangsNoLongerThanItMay() {
        OrderedStarts starts = new OrderedStarts(1, Duration.ofMillis(20), _ -> false);
        CountDownLatch never = new CountDownLatch(1);

        starts.run(
                groups(1, 2),
                (vm, _) -> {
                    started.add(vm);
                    if (started.size() == 1) {
                        awaitUninterrupted(never);
                    }
                });
        never.countDown();

        Eventually.becomesTrue(() -> started.size() == 2);
    }

    @Test
    void startsNothingWhenTheDaemonEnds() {
        OrderedStarts starts = new OrderedStarts(1, LONG, _ -> true);

        starts.run(groups(1), (vm, _) -> started.add(vm));
        starts.inTurn(() -> started.add(new UUID(0, 0)));

        assertThat(started).isEmpty();
    }

    private static StartGroups groups(int... orders) {
        return StartGroups.of(
                IntStream.of(orders).mapToObj(order -> new Due(UUID.randomUUID(), order)).toList());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends a virtual thread without filling the test's output. */
    private static final class QuietFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        QuietFailure() {
            super("wanted by the test", null, false, false);
        }
    }
}
