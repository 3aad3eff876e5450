package dev.vman.journal;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Forgets what is older than is kept, in small transactions that nobody has to wait for. */
@ApplicationScoped
class Retention {
    private static final int PART = 500;
    private final EntityManager entities;
    private final RetentionConfig config;
    private final Clock clock;
    private final EventNumbers numbers;
    private final Ending ending;

    Retention(
            EntityManager entities,
            RetentionConfig config,
            Clock clock,
            EventNumbers numbers,
            Ending ending) {
        this.entities = entities;
        this.config = config;
        this.clock = clock;
        this.numbers = numbers;
        this.ending = ending;
    }

    void prune() {
        long newest = numbers.newest();
        while (!ending.begun() && QuarkusTransaction.requiringNew().call(() -> events(newest))) {}
        operations(false);
        operations(true);
    }

    /** Only from the oldest on, and never the newest: numbers stay without gaps. */
    private boolean events(long newest) {
        Instant cut = clock.instant().minus(config.eventAge());
        List<Event> old =
                entities.createQuery("from Event e order by e.number", Event.class)
                        .setMaxResults(PART)
                        .getResultStream()
                        .takeWhile(event -> event.number < newest)
                        .takeWhile(event ->
                                event.at.isBefore(cut)
                                        || event.number <= newest - config.eventCount())
                        .toList();
        if (old.isEmpty()) {
            return false;
        }
        int _ =
                entities.createQuery("delete from Event e where e.number <= :last")
                        .setParameter("last", old.getLast().number)
                        .executeUpdate();
        return old.size() == PART;
    }

    private void operations(boolean unsettled) {
        while (!ending.begun()
                && QuarkusTransaction.requiringNew().call(() -> someOperations(unsettled))) {}
    }

    private boolean someOperations(boolean unsettled) {
        // In two parts, because the index begins with it.
        List<UUID> old =
                entities.createQuery(
                                "select o.id from Operation o"
                                        + " where o.unsettled = :unsettled and o.endedAt < :cut",
                                UUID.class)
                        .setParameter("unsettled", unsettled)
                        .setParameter("cut", clock.instant().minus(config.operationAge()))
                        .setMaxResults(PART)
                        .getResultList();
        if (old.isEmpty()) {
            return false;
        }
        int _ =
                entities.createQuery("delete from Operation o where o.id in :old")
                        .setParameter("old", old)
                        .executeUpdate();
        return old.size() == PART;
    }
}
