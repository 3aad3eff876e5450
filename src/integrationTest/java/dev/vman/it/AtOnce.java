package dev.vman.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** The same thing, many times at one moment. */
final class AtOnce {
    private AtOnce() {}

    /** Runs it with 0 to {@code times - 1}; returns the results in this order. */
    static <T> List<T> run(int times, IntFunction<T> work) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int index = 0; index < times; index++) {
                int mine = index;
                futures.add(
                        threads.submit(() -> {
                            go.await();
                            return work.apply(mine);
                        }));
            }
            go.countDown();
            for (Future<T> future : futures) {
                results.add(future.get(2, TimeUnit.MINUTES));
            }
        }
        return results;
    }
}
