package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Eventually;
import dev.vman.journal.ActEnded;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class VmObserverTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private final UUID vm = UUID.randomUUID();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore go = new Semaphore(0);
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger together = new AtomicInteger();
    private final AtomicInteger mostTogether = new AtomicInteger();

    @Test
    void makesOneMoreLookOfManyWishes() throws InterruptedException {
        VmObserver observer = new VmObserver(_ -> gated(() -> Look.Outcome.DONE));
        observer.lookAt(vm);
        awaitBegin();

        for (int i = 0; i < 50; i++) {
            observer.lookAt(vm);
        }
        go.release(2);
        awaitBegin();

        assertThat(begun.tryAcquire(200, TimeUnit.MILLISECONDS)).as("a third look").isFalse();
        assertThat(looks).hasValue(2);
        assertThat(mostTogether).hasValue(1);
    }

    @Test
    void waitsForALookThatBeginsAfterTheWish() throws InterruptedException {
        VmObserver observer = new VmObserver(_ -> gated(() -> Look.Outcome.DONE));
        observer.lookAt(vm);
        awaitBegin();
        Thread waiting = Thread.startVirtualThread(() -> observer.lookNow(Set.of(vm), LONG));
        Eventually.becomesTrue(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        go.release();
        awaitBegin();
        assertThat(waiting.isAlive()).as("before its own look has ended").isTrue();
        go.release();

        assertThat(waiting.join(LONG)).isTrue();
        assertThat(looks).hasValue(2);
        assertThat(mostTogether).hasValue(1);
    }

    @Test
    void looksAtDifferentVmsInParallel() throws InterruptedException {
        VmObserver observer = new VmObserver(_ -> gated(() -> Look.Outcome.DONE));

        observer.lookAt(vm);
        observer.lookAt(UUID.randomUUID());

        awaitBegin();
        awaitBegin();
        go.release(2);
    }

    @Test
    void goesOnAfterALookThatFailed() throws InterruptedException {
        VmObserver observer =
                new VmObserver(_ ->
                        gated(() -> {
                            throw new IllegalStateException("boom");
                        }));
        go.release(2);

        observer.lookAt(vm);
        awaitBegin();
        observer.lookAt(vm);

        awaitBegin();
    }

    @Test
    void repeatsALookWhoseRecordMoved() throws InterruptedException {
        VmObserver observer =
                new VmObserver(
                        _ -> gated(() -> looks.get() < 3 ? Look.Outcome.AGAIN : Look.Outcome.DONE));
        go.release(10);

        observer.lookAt(vm);
        awaitBegin();
        awaitBegin();
        awaitBegin();

        assertThat(begun.tryAcquire(200, TimeUnit.MILLISECONDS)).as("a fourth look").isFalse();
    }

    @Test
    void looksAtEverythingThatAnActHeld() throws InterruptedException {
        VmObserver observer = new VmObserver(_ -> gated(() -> Look.Outcome.DONE));
        go.release(2);

        observer.ended(new ActEnded(Set.of(vm, UUID.randomUUID())));

        awaitBegin();
        awaitBegin();
    }

    private Look.Outcome gated(Supplier<Look.Outcome> outcome) {
        mostTogether.accumulateAndGet(together.incrementAndGet(), Math::max);
        try {
            looks.incrementAndGet();
            begun.release();
            assertThat(go.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            return outcome.get();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            together.decrementAndGet();
        }
    }

    private void awaitBegin() throws InterruptedException {
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }
}
