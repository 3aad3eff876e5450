package dev.vman.reconciler;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Starts of groups: the next begins when every first try of the one before has ended, well or not,
 * or was given the time for it. At most so many starts are under way at once.
 */
final class OrderedStarts {
    private static final Logger LOG = Logger.getLogger(OrderedStarts.class);
    private final int parallel;
    private final Duration longestStart;
    private final Predicate<Duration> endsWithin;
    private final Semaphore slots;

    /**
     * Nothing is started yet.
     *
     * @param longestStart what one start may take; a group of several gets a multiple
     * @param endsWithin waits so long; true when the daemon is ending
     */
    OrderedStarts(int parallel, Duration longestStart, Predicate<Duration> endsWithin) {
        this.parallel = Math.max(1, parallel);
        this.longestStart = longestStart;
        this.endsWithin = endsWithin;
        this.slots = new Semaphore(this.parallel, true);
    }

    /** Takes one VM to its end, and says when its first try has ended. */
    interface Pursuit {
        void pursue(UUID vm, Runnable firstTryEnded);
    }

    /** Returns when the last group has begun; what is late, or is tried again, goes on. */
    void run(StartGroups groups, Pursuit pursuit) {
        for (List<UUID> group : groups.groups()) {
            if (endsWithin.test(Duration.ZERO)) {
                return;
            }
            CountDownLatch tried = begin(group, pursuit);
            Duration patience = patience(group.size());
            if (!await(tried, patience)) {
                LOG.warnf(
                        "%d starts have not ended within %s; the next VMs don't wait for them",
                        tried.getCount(), patience);
            }
        }
    }

    private static CountDownLatch begin(List<UUID> group, Pursuit pursuit) {
        CountDownLatch tried = new CountDownLatch(group.size());
        for (UUID vm : group) {
            FirstTry first = new FirstTry(tried);
            Thread.ofVirtual()
                    .name("restart-" + vm)
                    .start(() -> {
                        try {
                            pursuit.pursue(vm, first::ended);
                        } finally {
                            first.ended();
                        }
                    });
        }
        return tried;
    }

    /** Runs one start as soon as fewer than the limit are under way. */
    void inTurn(Runnable start) {
        if (!acquire()) {
            LOG.warn("A start waited too long for its turn");
            return;
        }
        try {
            if (!endsWithin.test(Duration.ZERO)) {
                start.run();
            }
        } finally {
            slots.release();
        }
    }

    private boolean acquire() {
        try {
            Duration patience = patience(parallel + slots.getQueueLength() + 1);
            return slots.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Time enough for so many starts, though each takes as long as it may. */
    private Duration patience(int starts) {
        return longestStart.multipliedBy(Math.ceilDiv(starts, parallel) + 1L);
    }

    private static boolean await(CountDownLatch tried, Duration patience) {
        try {
            return tried.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Counts once, however often it is told. */
    private static final class FirstTry {
        private final CountDownLatch tried;
        private boolean ended;

        FirstTry(CountDownLatch tried) {
            this.tried = tried;
        }

        synchronized void ended() {
            if (!ended) {
                ended = true;
                tried.countDown();
            }
        }
    }
}
