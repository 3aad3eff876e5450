package dev.vman.inventory;

import dev.vman.StartOrder;
import dev.vman.journal.DatabaseTrouble;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Opens the database again that closed itself. H2 does so at the first write that fails, for good:
 * each connection to it is dead from then on, though it says that it is valid. A new one opens the
 * file anew, with everything that was acknowledged.
 */
@ApplicationScoped
public class DatabaseWatch {
    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private final AgroalDataSource pool;
    private final Event<DatabaseReopened> reopened;
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean answers = true;

    DatabaseWatch(AgroalDataSource pool, Event<DatabaseReopened> reopened) {
        this.pool = pool;
        this.reopened = reopened;
    }

    /** Whether it answered when it was last asked. */
    public boolean answers() {
        return answers;
    }

    void start(@Observes @Priority(StartOrder.API) StartupEvent event) {
        Thread.ofVirtual().name("database-watch").start(this::run);
    }

    void stop(@Observes @Priority(StartOrder.INVENTORY) ShutdownEvent event) {
        ending.countDown();
    }

    private void run() {
        try {
            while (!ending.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            ask();
            if (!answers) {
                answers = true;
                LOG.info("The database answers again");
                reopened.fire(new DatabaseReopened());
            }
        } catch (SQLException e) {
            lost(e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "After the database was opened again");
        }
    }

    private void ask() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            boolean _ = statement.execute("select 1");
        }
    }

    /** A pool that is merely busy is left alone: to flush it would break what others do. */
    private void lost(SQLException e) {
        if (ending.getCount() == 0 || DatabaseTrouble.in(e).isEmpty()) {
            LOG.debugf("the database was not asked: %s", e.getMessage());
            return;
        }
        if (answers) {
            LOG.errorf("The database does not answer: %s", e.getMessage());
        }
        answers = false;
        pool.flush(AgroalDataSource.FlushMode.ALL);
    }
}
