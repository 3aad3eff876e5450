package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExitWatcherTest {

    private static final long SOON_SECONDS = 20;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private final ExitWatcher watcher;

    ExitWatcherTest() throws IOException {
        watcher = ExitWatcher.open();
    }

    @AfterEach
    void close() {
        watcher.close();
    }

    @Test
    void tellsAnExitAtOnceAndOnce() throws Exception {
        AtomicBoolean virtual = new AtomicBoolean();
        try (Child child = Child.sleeping();
                ExitWatcher.Watch watch =
                        watcher.watch(
                                child.identity(),
                                () -> {
                                    virtual.set(Thread.currentThread().isVirtual());
                                    count();
                                })) {
            assertThat(calls).hasValue(0);
            assertThat(watch.exitStatus()).isEmpty();

            child.process().destroyForcibly();

            assertThat(ended.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(virtual).isTrue();
            child.awaitEnd();
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void tellsAtOnceWhenItIsAlreadyGone() throws Exception {
        try (Child child = Child.sleeping()) {
            ProcessIdentity identity = child.identity();
            child.process().destroyForcibly();
            child.awaitEnd();

            try (ExitWatcher.Watch watch = watcher.watch(identity, this::count)) {
                assertThat(ended.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
                assertThat(watch.exitStatus()).isEmpty();
            }
        }
    }

    @Test
    void isSilentAfterTheWatchWasClosed() throws Exception {
        try (Child closed = Child.sleeping();
                Child watched = Child.sleeping()) {
            ExitWatcher.Watch watch = watcher.watch(closed.identity(), calls::incrementAndGet);
            try (ExitWatcher.Watch other = watcher.watch(watched.identity(), ended::countDown)) {
                watch.close();

                closed.process().destroyForcibly();
                closed.awaitEnd();
                watched.process().destroyForcibly();

                assertThat(ended.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
                assertThat(calls).hasValue(0);
                assertThat(other).isNotNull();
            }
        }
    }

    @Test
    void watchesManyAtOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(100);
        List<Child> children = new ArrayList<>();
        List<ExitWatcher.Watch> watches = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Child child = Child.sleeping();
                children.add(child);
                watches.add(watcher.watch(child.identity(), all::countDown));
            }

            children.forEach(Child::close);

            assertThat(all.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            children.forEach(Child::close);
            watches.forEach(ExitWatcher.Watch::close);
        }
    }

    @Test
    void endsItsThreadWhenClosed() throws IOException {
        long before = threads();
        ExitWatcher another = ExitWatcher.open();
        assertThat(threads()).isEqualTo(before + 1);

        another.close();

        assertThat(threads()).isEqualTo(before);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> "exit-watcher".equals(thread.getName()))
                .count();
    }

    private void count() {
        calls.incrementAndGet();
        ended.countDown();
    }
}
