package dev.vman;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicInteger count = new AtomicInteger();
    private final Rounds rounds = new Rounds("test", Rounds.NEVER, this::round);

    private void round() {
        int _ = count.incrementAndGet();
        begun.release();
        mayEnd.acquireUninterruptibly();
    }

    @AfterEach
    void end() {
        mayEnd.release(100);
        rounds.end(PATIENCE);
    }

    @Test
    void makeOneMoreForAllWhoAskedDuringOne() throws InterruptedException {
        rounds.begin();
        rounds.wake();
        awaitRound();

        rounds.wake();
        rounds.wake();
        rounds.wake();
        mayEnd.release(2);
        awaitRound();
        rounds.end(PATIENCE);

        assertThat(count).hasValue(2);
    }

    @Test
    void goOnAfterOneThatFails() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(2);
        Rounds failing =
                new Rounds(
                        "failing",
                        Duration.ofMillis(1),
                        () -> {
                            second.countDown();
                            throw new IllegalStateException("as it should");
                        });

        failing.begin();

        assertThat(second.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        failing.end(PATIENCE);
    }

    @Test
    void waitForTheLastOneAndMakeNoOtherAfterTheirEnd() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        rounds.begin();
        rounds.wake();
        awaitRound();

        Thread ending =
                Thread.ofVirtual()
                        .start(() -> {
                            rounds.end(PATIENCE);
                            ended.set(true);
                        });
        assertThat(ended).isFalse();
        mayEnd.release();
        assertThat(ending.join(PATIENCE)).isTrue();
        rounds.wake();

        assertThat(count).hasValue(1);
    }

    @Test
    void mayEndBeforeTheyBegin() {
        rounds.end(PATIENCE);

        assertThat(count).hasValue(0);
    }

    private void awaitRound() throws InterruptedException {
        assertThat(begun.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
