package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request does itself that would only wait for its operation. */
@QuarkusTest
class CarryOutTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject Journal journal;
    @Inject HeldByAct held;
    @Inject ScriptedActs acts;
    @Inject OperationRows rows;
    private final UUID target = UUID.randomUUID();
    private final Script script = new Script(target);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesTheStepsOnTheCallersThread(boolean succeeds) {
        CopyOnWriteArrayList<Thread> threads = new CopyOnWriteArrayList<>();
        script.step("a").doing(_ -> threads.add(Thread.currentThread()));
        script.step("b")
                .doing(_ -> {
                    if (!succeeds) {
                        throw new Failure.Conflict("no-luck", "It failed.", null);
                    }
                });

        Submitted submitted = carryOut();

        assertThat(threads).containsExactly(Thread.currentThread());
        Operation outcome = submitted.outcome().orElseThrow();
        assertThat(outcome.state())
                .isEqualTo(succeeds ? OperationState.SUCCEEDED : OperationState.FAILED);
        assertThat(outcome)
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*_hibernate_.*")
                .isEqualTo(journal.get(submitted.operation()));
        assertThat(journal.isBusy(target)).isFalse();
    }

    @Test
    void knowsTheOutcomeOfOneThatHadNothingToDo() {
        Submitted submitted =
                journal.carryOut(acts.submission(script.alreadySettled(), target), () -> {});

        assertThat(submitted.outcome()).map(Operation::state).hasValue(OperationState.SUCCEEDED);
        assertThat(script.heard()).doesNotContain("admit");
    }

    @Test
    void leavesOneThatHasToWaitToAnotherThread() {
        Submitted submitted;
        try (HeldByAct.Hold _ = held.hold(target)) {
            submitted = carryOut();
            assertThat(script.heard()).isEmpty();
        }

        assertThat(submitted.outcome()).isEmpty();
        assertThat(journal.await(submitted.operation(), SOON).state())
                .isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void showsTheOutcomeBeforeItIsCommitted() {
        AtomicReference<OperationState> inside = new AtomicReference<>();
        AtomicReference<OperationState> outside = new AtomicReference<>();
        Runnable witness =
                () -> {
                    inside.set(rows.list("targetId", target).getFirst().state());
                    outside.set(
                            QuarkusTransaction.requiringNew()
                                    .call(() -> rows.list("targetId", target))
                                    .getFirst()
                                    .state());
                };

        Submitted submitted = journal.carryOut(acts.submission(script, target), witness);

        assertThat(submitted.outcome()).map(Operation::state).hasValue(OperationState.SUCCEEDED);
        assertThat(inside).hasValue(OperationState.SUCCEEDED);
        assertThat(outside).hasValue(OperationState.RUNNING);
    }

    @Test
    void endsWellThoughItsOutcomeCanNotBeShown() {
        Submitted submitted =
                journal.carryOut(
                        acts.submission(script, target),
                        () -> {
                            throw new IllegalStateException("it can't be shown");
                        });

        assertThat(journal.get(submitted.operation()).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void leavesNothingOfOneThatIsRefused() {
        script.admitting(() -> {
            throw new Failure.Conflict("wrong-state", "It can't.", null);
        });

        assertThatThrownBy(this::carryOut).isInstanceOf(Failure.Conflict.class);

        assertThat(script.heard()).containsExactly("admit");
        assertThat(journal.isBusy(target)).isFalse();
    }

    private Submitted carryOut() {
        return journal.carryOut(acts.submission(script, target), () -> {});
    }
}
