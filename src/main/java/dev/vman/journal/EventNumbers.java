package dev.vman.journal;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Numbers events in the order of their commits, without gaps. The counter's row stays locked from
 * the numbering to the end of the transaction, so whoever sees a number sees all smaller ones; a
 * rolled back transaction gives its numbers back.
 */
@ApplicationScoped
class EventNumbers {
    private static final String COUNT = "update event_counter set last_number = last_number + ?";
    private static final String CORRECT = "update event_counter set last_number = ?";
    private static final String LAST = "select last_number from event_counter";
    private static final String LAST_AND_GIVEN =
            "select last_number, (select coalesce(max(number), 0) from event) from event_counter";
    private static final String INSERT =
            "insert into event (number, at, kind, subject_type, subject_id, subject_name, data)"
                    + " values (?, ?, ?, ?, ?, ?, ?)";
    private static final long UNKNOWN = -1;
    private final EntityManager entities;
    private final DataSource database;
    private final AtomicLong newest = new AtomicLong(UNKNOWN);

    EventNumbers(EntityManager entities, DataSource database) {
        this.entities = entities;
        this.database = database;
    }

    /**
     * Makes the transaction's session first in line: it flushes before {@link #write}, so nobody
     * waits for another row while the counter is held.
     */
    void prepare() {
        entities.joinTransaction();
    }

    /**
     * Writes them as the last act of the present transaction, on its connection; the session has
     * let go of that already.
     */
    void write(List<Event> events) {
        try (Connection connection = database.getConnection()) {
            number(events, connection);
            insert(events, connection);
        } catch (SQLException e) {
            throw new IllegalStateException("events can't be written", e);
        }
    }

    private static void number(List<Event> events, Connection connection) throws SQLException {
        Sql.update(connection, COUNT, List.of(events.size()));
        long number = lastBefore(events.size(), connection);
        for (Event event : events) {
            event.number = ++number;
        }
    }

    /**
     * H2 2.4 was seen to put the counter back to before an earlier commit when a later transaction
     * was rolled back beside it; the events themselves say what was given. They are asked by a
     * statement of their own once the counter is held: one statement for both would see the events
     * as they were before it waited.
     */
    private static long lastBefore(int count, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LAST_AND_GIVEN);
                var row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("event_counter is empty");
            }
            long counted = row.getLong(1) - count;
            long given = row.getLong(2);
            if (counted < given) {
                Sql.update(connection, CORRECT, List.of(given + count));
            }
            return Math.max(counted, given);
        }
    }

    private static void insert(List<Event> events, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Event event : events) {
                Sql.bind(insert, columns(event));
                insert.addBatch();
            }
            int[] _ = insert.executeBatch();
        }
    }

    private static List<@Nullable Object> columns(Event event) {
        return Arrays.asList(
                event.number,
                Sql.at(event.at),
                event.kind,
                event.subjectType,
                event.subjectId,
                event.subjectName,
                event.data);
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

    private long last() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return last(connection);
        }
    }

    private static long last(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LAST);
                var row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("event_counter is empty");
            }
            return row.getLong(1);
        }
    }
}
