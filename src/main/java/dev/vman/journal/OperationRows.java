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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The operations' table. Every method joins the caller's transaction. Those that change a row
 * return it as it is from that transaction's commit on, and leave the one that they were given as
 * it was: only an operation's own act changes it, and keeps it.
 */
@ApplicationScoped
class OperationRows implements PanacheRepositoryBase<Operation, UUID> {
    private static final Duration NOTICED_LATE = Duration.ofSeconds(2);
    private static final String INSERT =
            "insert into operation (id, sequence, kind, target_type, target_id, target_name,"
                    + " payload, state, step, step_index, progress, started_at, unsettled,"
                    + " idempotency_key, request_hash)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SAVE =
            "update operation set state = ?, step = ?, step_index = ?,"
                    + " progress = greatest(progress, ?), ended_at = ?, problem = ?, unsettled = ?"
                    + " where id = ? and ended_at is null";
    private static final String PROGRESS =
            "update operation set progress = greatest(progress, ?) where id = ?";
    private final ObjectMapper json;
    private final Clock clock;
    private final Events events;
    private final DataSource database;
    private final AtomicLong lastSequence = new AtomicLong(-1);

    OperationRows(ObjectMapper json, Clock clock, Events events, DataSource database) {
        this.json = json;
        this.clock = clock;
        this.events = events;
        this.database = database;
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
        insert(row);
        return row;
    }

    void insert(Operation row) {
        Sql.changeOne(
                database,
                INSERT,
                Arrays.asList(
                        row.id,
                        row.sequence,
                        row.kind,
                        row.targetType,
                        row.targetId,
                        row.targetName,
                        row.payload,
                        row.state.name(),
                        row.step,
                        row.stepIndex,
                        row.progress,
                        Sql.at(row.startedAt),
                        row.unsettled,
                        row.idempotencyKey,
                        row.requestHash));
    }

    /** Writes what may have changed since it was inserted. */
    private void save(Operation row) {
        Sql.changeOne(
                database,
                SAVE,
                Arrays.asList(
                        row.state.name(),
                        row.step,
                        row.stepIndex,
                        row.progress,
                        Sql.at(row.endedAt),
                        row.problem,
                        row.unsettled,
                        row.id));
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
    Operation abandon(Operation row, OperationState how, Failure why) {
        Operation abandoned = row.copy();
        abandoned.unsettled = true;
        return end(abandoned, how, Optional.of(why));
    }

    Operation announce(Operation row, int index, int count, String step) {
        Operation announced = row.copy();
        announced.at(index, step, 100 * index / Math.max(1, count));
        save(announced);
        events.append(
                "operation.step",
                row.target(),
                Map.of("operation", row.id(), "kind", row.kind(), "step", step));
        return announced;
    }

    /** Told by whatever thread of the act's; nothing else of the row is touched. */
    void progress(UUID id, int percent) {
        Sql.changeOne(database, PROGRESS, List.of(percent, id));
    }

    /** From here on the operation goes back from this step, also after a crash. */
    Operation undoing(Operation row, int index, Failure why) {
        Operation undoing = row.copy();
        undoing.at(index, row.step(), row.progress());
        undoing.problem = write(FailureRecord.of(why));
        save(undoing);
        return undoing;
    }

    Operation end(Operation row, OperationState how, Optional<Failure> why) {
        Operation ended = row.copy();
        ended.end(how, clock.instant());
        why.ifPresent(failure -> ended.problem = write(FailureRecord.of(failure)));
        save(ended);
        events.append(
                "operation." + how.wireName(),
                row.target(),
                Map.of("operation", row.id(), "kind", row.kind()));
        return ended;
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
