package dev.vman.journal;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Reads the events that were committed, in the order of their numbers. */
@ApplicationScoped
public class EventLog {
    private static final int PART = 100;
    private static final int TAIL = 256;
    private final EntityManager entities;
    private final EventNumbers numbers;
    private final Changes changes;
    private final EventTail tail = new EventTail(TAIL, this::read);

    EventLog(EntityManager entities, EventNumbers numbers, Changes changes) {
        this.entities = entities;
        this.numbers = numbers;
        this.changes = changes;
    }

    /** The number of the newest event; 0 before the first. */
    public long newest() {
        return numbers.newest();
    }

    /**
     * Some of the events after a number; none when there is nothing new. One that does not begin
     * with the very next number says that those between are not kept any more.
     */
    public List<RecordedEvent> after(long number) {
        return number >= newest() ? List.of() : tail.after(number, PART);
    }

    /**
     * As above, but waits for the next event; none when none came in time, or when it is over.
     *
     * @param over asked again at every change, and when {@link #wake} is called
     */
    public List<RecordedEvent> await(long number, Duration deadline, BooleanSupplier over) {
        return changes.await(
                        deadline,
                        () -> {
                            List<RecordedEvent> found =
                                    over.getAsBoolean() ? List.of() : after(number);
                            return found.isEmpty() && !over.getAsBoolean()
                                    ? Optional.empty()
                                    : Optional.of(found);
                        })
                .orElse(List.of());
    }

    /** Makes everybody who waits ask again whether it is over. */
    public void wake() {
        changes.announce();
    }

    private List<RecordedEvent> read(long number, int limit) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        entities.createQuery(
                                        "from Event e where e.number > :number order by e.number",
                                        Event.class)
                                .setParameter("number", number)
                                .setMaxResults(limit)
                                .getResultStream()
                                .map(RecordedEvent::of)
                                .toList());
    }
}
