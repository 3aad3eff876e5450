package dev.vman.journal;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets a thread sleep until something was committed that may interest it. */
@ApplicationScoped
public class Changes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long count;

    void announce() {
        lock.lock();
        try {
            count++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks again after every commit until there is an answer; empty when none came in time. The
     * question runs on the calling thread and outside of the lock.
     */
    public <T> Optional<T> await(Duration deadline, Supplier<Optional<T>> question) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            long seen = count();
            Optional<T> answer = question.get();
            if (answer.isPresent() || !awaitCountAfter(seen, end)) {
                return answer;
            }
        }
    }

    private long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitCountAfter(long seen, long end) {
        lock.lock();
        try {
            while (count == seen) {
                long left = end - System.nanoTime();
                if (left <= 0 || changed.awaitNanos(left) <= 0) {
                    return count != seen;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
