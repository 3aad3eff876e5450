package dev.vman.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The operations' table. Every method joins the caller's transaction. */
@ApplicationScoped
class OperationRows implements PanacheRepositoryBase<Operation, UUID> {
    private static final Duration NOTICED_LATE = Duration.ofSeconds(2);
    private final ObjectMapper json;
    private final Clock clock;
    private final Events events;
    private final AtomicLong lastSequence = new AtomicLong(-1);

    OperationRows(ObjectMapper json, Clock clock, Events events) {
        this.json = json;
        this.clock = clock;
        this.events = events;
    }

    /** Makes the row without writing it; needs no transaction. */
    Operation compose(UUID id, Submission submission) {
        Operation row =
                new Operation(
                        id,
                        nextSequence(),
                        submission.kind(),
                        submission.target(),
                        write(submission.payload()),
                        clock.instant());
        submission
                .idempotency()
                .ifPresent(key -> {
                    row.idempotencyKey = key.value();
                    row.requestHash = key.requestHash();
                });
        return row;
    }

    @Transactional
    Operation insert(UUID id, Submission submission) {
        Operation row = compose(id, submission);
        persist(row);
        return row;
    }

    @Transactional
    Optional<Operation> byIdempotencyKey(String key) {
        return find("idempotencyKey", key).firstResultOptional();
    }

    @Transactional
    List<Operation> unfinished() {
        // As the index has them: one that is unsettled has ended.
        return list("unsettled = false and endedAt is null order by sequence");
    }

    @Transactional
    List<Operation> page(OperationFilter filter, long before, int limit) {
        StringBuilder query = new StringBuilder("sequence < :before");
        Map<String, Object> parameters = new java.util.HashMap<>(Map.of("before", before));
        filter.addTo(query, parameters);
        return find(query + " order by sequence desc", parameters).page(0, limit).list();
    }

    @Transactional
    List<Operation> unsettled() {
        return list(
                "from Operation o where o.unsettled = true"
                        + " and not exists (select 1 from Operation l where l.targetId = o.targetId"
                        + " and l.sequence > o.sequence and l.state = ?1)",
                OperationState.SUCCEEDED);
    }

    /**
     * The newest that concerned this target at that moment, as its target or in its request; one
     * that failed just before counts, because it may have noticed first what was noticed then.
     */
    @Transactional
    Optional<Operation> underWay(UUID target, Instant at) {
        return find(
                        "startedAt <= ?1 and (endedAt is null or endedAt >= ?1"
                                + " or state = ?4 and endedAt >= ?5)"
                                + " and (targetId = ?2 or payload like ?3) order by sequence desc",
                        at,
                        target,
                        "%" + target + "%",
                        OperationState.FAILED,
                        at.minus(NOTICED_LATE))
                .firstResultOptional();
    }

    /** As {@link #end}, where something may have been left behind. */
    void abandon(UUID id, OperationState how, Failure why) {
        get(id).unsettled = true;
        end(id, how, Optional.of(why));
    }

    void announce(UUID id, int index, int count, String step) {
        Operation row = get(id);
        row.at(index, step, 100 * index / Math.max(1, count));
        events.append(
                "operation.step",
                row.target(),
                Map.of("operation", id, "kind", row.kind(), "step", step));
    }

    void progress(UUID id, int percent) {
        int _ =
                update(
                        "progress = ?1 where id = ?2 and state = ?3",
                        percent,
                        id,
                        OperationState.RUNNING);
    }

    /** From here on the operation goes back from this step, also after a crash. */
    void undoing(UUID id, int index, Failure why) {
        Operation row = get(id);
        row.at(index, row.step(), row.progress());
        row.problem = write(FailureRecord.of(why));
    }

    /** Returns the row as it is from this transaction's commit on. */
    Operation end(UUID id, OperationState how, Optional<Failure> why) {
        Operation row = get(id);
        row.end(how, clock.instant());
        why.ifPresent(failure -> row.problem = write(FailureRecord.of(failure)));
        events.append(
                "operation." + how.wireName(),
                row.target(),
                Map.of("operation", id, "kind", row.kind()));
        return row;
    }

    private Operation get(UUID id) {
        return findByIdOptional(id)
                .orElseThrow(() -> new Failure.NotFound("operation", id.toString()));
    }

    private long nextSequence() {
        if (lastSequence.get() < 0) {
            Long highest = QuarkusTransaction.joiningExisting().call(this::highestSequence);
            lastSequence.compareAndSet(-1, highest == null ? 0 : highest);
        }
        return lastSequence.incrementAndGet();
    }

    private @Nullable Long highestSequence() {
        return getEntityManager()
                .createQuery("select max(sequence) from Operation", Long.class)
                .getSingleResult();
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("can't be recorded: " + value.getClass(), e);
        }
    }

    <P> P payload(Operation row, Class<P> type) {
        try {
            return json.readValue(row.payload, type);
        } catch (JsonProcessingException e) {
            throw new Failure.HostFailure(
                    "journal-unreadable", "operation " + row.id() + ": " + e, null, e);
        }
    }

    Optional<Failure> failure(Operation row) {
        return row.problem()
                .map(text -> {
                    try {
                        return json.readValue(text, FailureRecord.class).toFailure();
                    } catch (JsonProcessingException e) {
                        throw new Failure.HostFailure(
                                "journal-unreadable", "operation " + row.id() + ": " + e, null, e);
                    }
                });
    }
}
