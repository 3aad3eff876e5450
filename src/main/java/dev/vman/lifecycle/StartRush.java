package dev.vman.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The QEMUs that are initialising themselves now. A guest that runs takes CPU from those that have
 * not come so far: where more start at once than the host has CPUs, the first of them runs early
 * and the last very late. So a guest that could run waits a moment for those that were started with
 * it; no CPU is idle meanwhile.
 */
@ApplicationScoped
class StartRush {
    private static final Duration LONGEST = Duration.ofMillis(250);
    private final int cpus;
    private final Duration longest;
    private final Set<Place> places = ConcurrentHashMap.newKeySet();

    StartRush() {
        this(Runtime.getRuntime().availableProcessors(), LONGEST);
    }

    /**
     * For a host with so many CPUs.
     *
     * @param longest how long a guest waits for others at most
     */
    StartRush(int cpus, Duration longest) {
        this.cpus = cpus;
        this.longest = longest;
    }

    /** To be closed when QEMU is ready, or will not be. */
    Place join() {
        Place place = new Place();
        places.add(place);
        return place;
    }

    /** Waits until no more are left than there are CPUs; those that join later do not count. */
    void awaitOthers() throws InterruptedException {
        List<Place> others = List.copyOf(places);
        CountDownLatch enough = new CountDownLatch(Math.max(0, others.size() - cpus));
        for (Place other : others) {
            CompletableFuture<Void> _ = other.left.thenRun(enough::countDown);
        }
        boolean _ = enough.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether none is initialising itself. */
    boolean isOver() {
        return places.isEmpty();
    }

    /** One that is initialising itself. */
    final class Place implements AutoCloseable {
        private final CompletableFuture<Void> left = new CompletableFuture<>();

        @Override
        public void close() {
            boolean _ = places.remove(this);
            boolean _ = left.complete(null);
        }
    }
}
