package dev.vman.api;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.function.Supplier;
import org.hibernate.FlushMode;
import org.hibernate.Session;

/**
 * Reads in a transaction of its own: sees what is committed now, whatever the request read before.
 */
@Singleton
class Snapshot {
    private final EntityManager entities;

    Snapshot(EntityManager entities) {
        this.entities = entities;
    }

    <T> T read(Supplier<T> work) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    Session session = entities.unwrap(Session.class);
                    // Nothing is written, so nothing needs to be compared with how it was read.
                    session.setDefaultReadOnly(true);
                    session.setHibernateFlushMode(FlushMode.MANUAL);
                    return work.get();
                });
    }
}
