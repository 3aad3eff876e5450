import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Disks by the thousand, for the bench alone: rows by SQL, while no daemon has the database open,
 * and copies of one small qcow2. Through the API each would cost a qemu-img and some commits.
 */
final class BulkDisks {
    private static final String NAMES = "name like 'bulk-%'";
    private static final String INSERT =
            """
            insert into disk (id, name, size_bytes, format, state, read_only, root, detach_pending,
                protected_from_deletion, created_at, updated_at, version)
            select random_uuid(), 'bulk-' || n, 1048576, 'QCOW2', 'AVAILABLE', false, false, false,
                false, current_timestamp, current_timestamp, 0
            from system_range(?, ?) as r(n)
            """;

    private final Path storage;
    private int count;

    BulkDisks(Path storage) {
        this.storage = storage;
    }

    /** Makes or removes disks until there are so many. */
    void become(int wanted) throws IOException, InterruptedException {
        System.err.println("bulk disks: " + count + " to " + wanted);
        try (Connection database = open()) {
            if (wanted < count) {
                clear(database);
            }
            if (wanted > count) {
                grow(database, wanted);
            }
        } catch (SQLException e) {
            throw new IOException("the database: " + e.getMessage(), e);
        }
    }

    private Connection open() throws SQLException {
        String options = ";IFEXISTS=TRUE;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
        return DriverManager.getConnection(
                "jdbc:h2:file:" + storage.resolve("vman") + options, "vman", "vman");
    }

    private void clear(Connection database) throws SQLException, IOException {
        for (String id : ids(database, NAMES)) {
            Files.deleteIfExists(file(id));
        }
        try (PreparedStatement delete =
                database.prepareStatement("delete from disk where " + NAMES)) {
            int _ = delete.executeUpdate();
        }
        count = 0;
    }

    private void grow(Connection database, int wanted)
            throws SQLException, IOException, InterruptedException {
        Path pattern = storage.resolveSibling("pattern.qcow2");
        String _ =
                Shell.run(
                        "qemu-img", "create", "-q", "-f", "qcow2", "-o", "cluster_size=512",
                        pattern.toString(), "1M");
        try (PreparedStatement insert = database.prepareStatement(INSERT)) {
            insert.setInt(1, count + 1);
            insert.setInt(2, wanted);
            int _ = insert.executeUpdate();
        }
        for (String id : ids(database, NAMES)) {
            if (!Files.exists(file(id))) {
                Files.copy(pattern, file(id));
            }
        }
        count = wanted;
    }

    private Path file(String id) {
        return storage.resolve("disks").resolve(id + ".qcow2");
    }

    private static List<String> ids(Connection database, String where) throws SQLException {
        try (PreparedStatement query =
                        database.prepareStatement("select id from disk where " + where);
                ResultSet rows = query.executeQuery()) {
            List<String> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }
}
