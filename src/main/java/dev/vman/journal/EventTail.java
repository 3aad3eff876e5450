package dev.vman.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest events, read once for all who follow them. Whoever is further behind reads for
 * himself. Relies on numbers without gaps.
 */
final class EventTail {
    private final int capacity;
    private final Source source;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<RecordedEvent> held = new ArrayList<>();

    /** The number before the first event that is held. */
    private long before = -1;

    EventTail(int capacity, Source source) {
        this.capacity = capacity;
        this.source = source;
    }

    /** Where the events come from. */
    interface Source {
        /** Those after a number that are still kept, in order; at most so many. */
        List<RecordedEvent> after(long number, int limit);
    }

    /** What follows a number, in order; not all of it at once. */
    List<RecordedEvent> after(long number, int limit) {
        lock.lock();
        try {
            if (number >= before) {
                return part(number, limit);
            }
        } finally {
            lock.unlock();
        }
        return source.after(number, limit);
    }

    private List<RecordedEvent> part(long number, int limit) {
        if (number > before + held.size()) {
            held.clear();
        }
        if (held.isEmpty()) {
            before = number;
        }
        if (number == before + held.size() && !extend(number, limit)) {
            return List.of();
        }
        int from = Math.toIntExact(Math.max(0, number - before));
        List<RecordedEvent> part =
                List.copyOf(held.subList(from, Math.min(held.size(), from + limit)));
        trim();
        return part;
    }

    private boolean extend(long number, int limit) {
        List<RecordedEvent> fresh = source.after(number, limit);
        if (!fresh.isEmpty() && fresh.getFirst().number() != number + 1) {
            // Pruned meanwhile: the numbers say so to the reader.
            held.clear();
            before = fresh.getFirst().number() - 1;
        }
        held.addAll(fresh);
        return !fresh.isEmpty();
    }

    private void trim() {
        int surplus = held.size() - capacity;
        if (surplus > 0) {
            held.subList(0, surplus).clear();
            before += surplus;
        }
    }
}
