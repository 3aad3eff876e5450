package dev.vman.journal;

import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Plain statements for what every act writes several times: through entities each would cost more
 * than the statement itself.
 */
final class Sql {
    private Sql() {}

    /** Changes one row in the present transaction, at once. */
    static void changeOne(
            DataSource database, String statement, List<@Nullable Object> parameters) {
        try (Connection connection = database.getConnection()) {
            int rows = update(connection, statement, parameters);
            if (rows != 1) {
                throw new PersistenceException(rows + " rows instead of one: " + statement);
            }
        } catch (SQLException e) {
            throw new PersistenceException("the journal can't be written", e);
        }
    }

    /** Returns how many rows it changed. */
    static int update(Connection connection, String statement, List<@Nullable Object> parameters)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            bind(update, parameters);
            return update.executeUpdate();
        }
    }

    static void bind(PreparedStatement statement, List<@Nullable Object> parameters)
            throws SQLException {
        int at = 1;
        for (Object parameter : parameters) {
            statement.setObject(at++, parameter);
        }
    }

    /** As JDBC takes it. */
    static @Nullable Object at(@Nullable Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }
}
