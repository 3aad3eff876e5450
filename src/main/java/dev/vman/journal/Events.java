package dev.vman.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Appends numbered events to the transaction of the change that they tell of. */
@ApplicationScoped
public class Events {
    private final EventNumbers numbers;
    private final TransactionSynchronizationRegistry transactions;
    private final ObjectMapper json;
    private final Clock clock;
    private final Changes changes;

    Events(
            EventNumbers numbers,
            TransactionSynchronizationRegistry transactions,
            ObjectMapper json,
            Clock clock,
            Changes changes) {
        this.numbers = numbers;
        this.transactions = transactions;
        this.json = json;
        this.clock = clock;
        this.changes = changes;
    }

    /**
     * Appends an event to the present transaction. It is numbered and written when that commits;
     * those who wait for changes wake afterwards.
     *
     * @param kind such as {@code vm.state}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(String kind, Target subject, Map<String, ?> data) {
        unwritten().add(new Event(clock.instant(), kind, subject, write(data)));
    }

    private List<Event> unwritten() {
        if (transactions.getResource(Unwritten.class) instanceof Unwritten present) {
            return present.events;
        }
        numbers.prepare();
        Unwritten fresh = new Unwritten();
        transactions.putResource(Unwritten.class, fresh);
        transactions.registerInterposedSynchronization(fresh);
        return fresh.events;
    }

    private String write(Map<String, ?> data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event data can't be written", e);
        }
    }

    /** The events of one transaction, in the order in which they happened. */
    private final class Unwritten implements Synchronization {
        private final List<Event> events = new ArrayList<>();

        @Override
        public void beforeCompletion() {
            numbers.write(events);
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                numbers.committed(events.getLast().number);
                changes.announce();
            }
        }
    }
}
