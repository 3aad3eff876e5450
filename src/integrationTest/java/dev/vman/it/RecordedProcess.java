package dev.vman.it;

import dev.vman.host.ProcessIdentity;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** What the database of a daemon that does not run says of processes, to be made untrue. */
final class RecordedProcess {
    private static final String SETTINGS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;IFEXISTS=TRUE";

    private RecordedProcess() {}

    /** Lets the record of one VM name this process. */
    static void set(Path storage, UUID vm, ProcessIdentity process) {
        update(
                storage,
                "update vm set pid = ?, process_start_ticks = ?, process_boot_id = ? where id = ?",
                process.pid(),
                process.startTicks(),
                process.bootId(),
                vm);
    }

    /** Makes every recorded process one of an earlier boot of the host. */
    static void setBootOfAll(Path storage, String bootId) {
        update(
                storage,
                "update vm set process_boot_id = ? where process_boot_id is not null",
                bootId);
    }

    private static void update(Path storage, String sql, Object... values) {
        String url = "jdbc:h2:file:" + storage.resolve("vman") + SETTINGS;
        try (Connection connection = DriverManager.getConnection(url, "vman", "vman");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int at = 0; at < values.length; at++) {
                statement.setObject(at + 1, values[at]);
            }
            int changed = statement.executeUpdate();
            if (changed == 0) {
                throw new AssertionError("nothing was recorded: " + sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
