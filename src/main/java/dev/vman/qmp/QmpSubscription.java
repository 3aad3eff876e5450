package dev.vman.qmp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of events. A slow reader delays nobody: when the queue is full the oldest event
 * is dropped and counted, so whoever cares for events reads the state again when {@link #dropped()}
 * grows. Any number of threads may take from one subscription; each event goes to one of them.
 */
public final class QmpSubscription implements AutoCloseable {
    private final Predicate<QmpEvent> filter;
    private final int capacity;
    private final Consumer<QmpSubscription> whenClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<QmpEvent> events = new ArrayDeque<>();
    private long dropped;
    private @Nullable QmpException ended;

    QmpSubscription(
            Predicate<QmpEvent> filter, int capacity, Consumer<QmpSubscription> whenClosed) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("capacity must be positive");
        }
        this.filter = filter;
        this.capacity = capacity;
        this.whenClosed = whenClosed;
    }

    /**
     * Takes the oldest event, and waits for one if there is none.
     *
     * @return the event; empty if none came in time
     * @throws QmpException as the connection ended, once the events before its end are taken; also
     *     after {@link #close()}, and when the waiting thread is interrupted
     */
    public Optional<QmpEvent> poll(Duration wait) {
        long nanos = TimeUnit.NANOSECONDS.convert(wait);
        lock.lock();
        try {
            while (events.isEmpty()) {
                if (ended != null) {
                    throw ended.again();
                }
                if (nanos <= 0) {
                    return Optional.empty();
                }
                nanos = changed.awaitNanos(nanos);
            }
            return Optional.of(events.removeFirst());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QmpTimedOut("interrupted while waiting for an event", false, e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes events until one matches; the others are gone.
     *
     * @return the first match; empty if none came in time
     * @throws QmpException as {@link #poll}
     */
    public Optional<QmpEvent> await(Predicate<QmpEvent> wanted, Duration deadline) {
        long start = System.nanoTime();
        long nanos = TimeUnit.NANOSECONDS.convert(deadline);
        while (true) {
            long left = Math.max(0, nanos - (System.nanoTime() - start));
            Optional<QmpEvent> event = poll(Duration.ofNanos(left));
            if (event.isEmpty() || wanted.test(event.get())) {
                return event;
            }
        }
    }

    /** How many events were lost so far because the queue was full. */
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the subscription, wakes its readers and forgets its events. */
    @Override
    public void close() {
        whenClosed.accept(this);
        lock.lock();
        try {
            events.clear();
        } finally {
            lock.unlock();
        }
        end(new QmpDisconnected("the subscription is closed", null));
    }

    void offer(QmpEvent event) {
        if (!filter.test(event)) {
            return;
        }
        lock.lock();
        try {
            if (ended != null) {
                return;
            }
            if (events.size() == capacity) {
                events.removeFirst();
                dropped++;
            }
            events.addLast(event);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void end(QmpException reason) {
        lock.lock();
        try {
            if (ended == null) {
                ended = reason;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
