package dev.vman.journal;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers events in the order of their commits, without gaps. The counter's row stays locked from
 * the numbering to the end of the transaction, so whoever sees a number sees all smaller ones; a
 * rolled back transaction gives its numbers back.
 */
@ApplicationScoped
class EventNumbers {
    private static final long UNKNOWN = -1;
    private final EntityManager entities;
    private final AtomicLong newest = new AtomicLong(UNKNOWN);

    EventNumbers(EntityManager entities) {
        this.entities = entities;
    }

    /** Opens the transaction's session: that can't be done any more when it commits. */
    void prepare() {
        entities.joinTransaction();
    }

    /**
     * Writes them as the last act of the present transaction: whatever else may wait for a lock is
     * flushed before, so nobody waits for anything while the counter is held.
     */
    void write(List<Event> events) {
        entities.flush();
        int _ =
                entities.createNativeQuery(
                                "update event_counter set last_number = last_number + :count")
                        .setParameter("count", events.size())
                        .executeUpdate();
        long number = last() - events.size();
        for (Event event : events) {
            event.number = ++number;
            entities.persist(event);
        }
        entities.flush();
    }

    /** To be told after each commit, in any order. */
    void committed(long number) {
        long _ = newest.accumulateAndGet(number, Math::max);
    }

    /** The highest number that is committed; 0 before the first event. */
    long newest() {
        if (newest.get() == UNKNOWN) {
            committed(QuarkusTransaction.requiringNew().call(this::last));
        }
        return newest.get();
    }

    private long last() {
        return ((Number)
                        entities.createNativeQuery("select last_number from event_counter")
                                .getSingleResult())
                .longValue();
    }
}
