package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.DatabaseReopened;
import dev.vman.journal.Journal;
import dev.vman.journal.OperationState;
import dev.vman.journal.RefusingDatabase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What stood still because the database refused it. */
@QuarkusTest
class StartUpTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject Journal journal;
    @Inject RefusingDatabase database;
    @Inject Passes passes;
    @Inject Event<DatabaseReopened> reopened;

    @Test
    void goesOnWithTheNextPassThoughTheDatabaseWasThereAllTheTime() {
        UUID operation = database.leaveAnAct();
        database.relent();

        PassReport _ = passes.run();

        assertThat(end(operation)).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void goesOnAtOnceWhenTheDatabaseIsThereAgain() {
        UUID operation = database.leaveAnAct();
        database.relent();

        reopened.fire(new DatabaseReopened());

        assertThat(end(operation)).isEqualTo(OperationState.SUCCEEDED);
    }

    private OperationState end(UUID operation) {
        return journal.await(operation, SOON).state();
    }
}
