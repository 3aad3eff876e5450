package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.Failure;
import dev.vman.host.Eventually;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Acts of this daemon that the database refused to record any further. */
@QuarkusTest
class LeftActsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject Journal journal;
    @Inject ScriptedActs acts;
    @Inject OperationRows rows;
    @Inject HeldByAct held;
    @Inject RefusingDatabase database;
    private final UUID target = UUID.randomUUID();
    private final Script script = new Script(target);
    private final ScriptedStep step = script.step("a");

    @AfterEach
    void leaveNothing() {
        database.relent();
        int _ = journal.goOn();
    }

    @Test
    void goOnAtTheStepThatWasAnnouncedLast() {
        script.step("b");
        UUID operation = database.leave(script, step);
        database.relent();

        assertThat(journal.hasToGoOn()).isTrue();
        assertThat(script.heard()).containsExactly("admit", "do a");
        assertThat(journal.goOn()).isEqualTo(1);

        assertThat(end(operation)).isEqualTo(OperationState.SUCCEEDED);
        assertThat(script.heard())
                .containsExactly("admit", "do a", "do a", "do b", "succeed", "ended");
        assertThat(journal.hasToGoOn()).isFalse();
    }

    @Test
    void goOnThoughTheyHadNotBegun() {
        UUID operation;
        script.admitting(() -> database.refuse(target));
        try (HeldByAct.Hold _ = held.hold(target)) {
            operation = journal.submit(acts.submission(script, target));
        }
        Eventually.becomesTrue(journal::hasToGoOn);
        script.admitting(() -> {});
        database.relent();

        assertThat(journal.goOn()).isEqualTo(1);

        assertThat(end(operation)).isEqualTo(OperationState.SUCCEEDED);
        assertThat(script.heard()).containsExactly("admit", "admit", "do a", "succeed", "ended");
    }

    @Test
    void areForgottenWhenTheyWereRecordedAfterAll() {
        UUID operation = database.leave(script, step);
        database.relent();
        Operation _ =
                QuarkusTransaction.requiringNew()
                        .call(() ->
                                rows.end(
                                        journal.get(operation),
                                        OperationState.SUCCEEDED,
                                        Optional.empty()));

        assertThat(journal.goOn()).isZero();

        assertThat(journal.hasToGoOn()).isFalse();
        assertThat(script.heard()).doesNotContain("ended");
    }

    @Test
    void areNotTakenUpTwice() {
        UUID operation = database.leave(script, step);
        database.relent();
        CountDownLatch go = new CountDownLatch(1);
        step.doing(_ -> await(go));

        assertThat(journal.goOn()).isEqualTo(1);
        assertThat(journal.hasToGoOn()).isFalse();
        assertThat(journal.goOn()).isZero();

        go.countDown();
        assertThat(end(operation)).isEqualTo(OperationState.SUCCEEDED);
        assertThat(script.heard())
                .containsExactly("admit", "do a", "succeed", "do a", "succeed", "ended");
    }

    @Test
    void areLeftAgainUntilTheDatabaseRelents() {
        UUID operation = database.leave(script, step);
        database.relent();
        step.doing(_ -> database.refuse(target));

        assertThat(journal.goOn()).isEqualTo(1);
        Eventually.becomesTrue(() -> journal.hasToGoOn() && !journal.isBusy(target));
        step.doing(_ -> {});
        database.relent();

        assertThat(journal.goOn()).isEqualTo(1);
        assertThat(end(operation)).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void areForgottenWhenTheyCanNotBeReadAnyMore() {
        UUID operation = database.leave(script, step);
        database.relent();
        script.making(LeftActsTest::unreadable);

        assertThat(journal.goOn()).isEqualTo(1);

        assertThat(end(operation)).isEqualTo(OperationState.FAILED);
        assertThat(journal.hasToGoOn()).isFalse();
    }

    @Test
    void includeThoseOfADeadDaemonWhoseFailureWasRefused() {
        Submission submission = acts.submission(script, target);
        UUID operation =
                QuarkusTransaction.requiringNew()
                        .call(() -> rows.insert(UUID.randomUUID(), submission))
                        .id();
        script.making(() -> {
            database.refuse(target);
            unreadable();
        });

        assertThat(journal.recover()).isEqualTo(1);
        assertThat(journal.hasToGoOn()).isTrue();
        script.making(() -> {});
        database.relent();

        assertThat(journal.goOn()).isEqualTo(1);
        assertThat(end(operation)).isEqualTo(OperationState.SUCCEEDED);
    }

    private OperationState end(UUID operation) {
        return journal.await(operation, SOON).state();
    }

    private static void unreadable() {
        throw new Failure.HostFailure("journal-unreadable", "It can't be read.", null, null);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
