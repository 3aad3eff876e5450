package dev.vman.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;

/** Appends numbered events to the transaction of the change that they tell of. */
@ApplicationScoped
public class Events {
    private final EntityManager entities;
    private final TransactionSynchronizationRegistry transactions;
    private final ObjectMapper json;
    private final Clock clock;
    private final Changes changes;

    Events(
            EntityManager entities,
            TransactionSynchronizationRegistry transactions,
            ObjectMapper json,
            Clock clock,
            Changes changes) {
        this.entities = entities;
        this.transactions = transactions;
        this.json = json;
        this.clock = clock;
        this.changes = changes;
    }

    /**
     * Appends an event to the present transaction; those who wait for changes wake when it has
     * committed.
     *
     * @param kind such as {@code vm.state}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(String kind, Target subject, Map<String, ?> data) {
        entities.persist(new Event(clock.instant(), kind, subject, write(data)));
        transactions.registerInterposedSynchronization(new WakeAfterCommit());
    }

    private String write(Map<String, ?> data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event data can't be written", e);
        }
    }

    private final class WakeAfterCommit implements Synchronization {
        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                changes.announce();
            }
        }
    }
}
