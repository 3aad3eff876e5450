package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.Failure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rows as a killed daemon leaves them, and what the next one makes of them. */
@QuarkusTest
class JournalRecoveryTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject Journal journal;
    @Inject ScriptedActs acts;
    @Inject OperationRows rows;
    private final UUID target = UUID.randomUUID();
    private final Script script = new Script(target);

    @Test
    void skipsTheInterruptedStepThatWasDone() {
        script.step("a");
        script.step("b").found(Step.Probe.DONE);
        script.step("c");

        Operation operation = recovered(1, "b");

        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(script.heard()).containsExactly("do c", "succeed", "ended");
    }

    @Test
    void performsTheInterruptedStepThatWasNotDone() {
        script.step("a");
        script.step("b").found(Step.Probe.NOT_DONE);
        script.step("c");

        Operation operation = recovered(1, "b");

        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(script.heard()).containsExactly("do b", "do c", "succeed", "ended");
    }

    @Test
    void performsAgainWhatWasAnnouncedTogether() {
        script.step("a").found(Step.Probe.DONE);
        script.step("b").joiningPrevious();
        script.step("c");

        Operation operation = recovered(0, "a");

        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(script.heard()).containsExactly("do b", "do c", "succeed", "ended");
    }

    @Test
    void undoesWhatWasAnnouncedTogetherAlsoWhereOnlyTheDeadDaemonDidIt() {
        script.step("a")
                .doing(_ -> {
                    throw new Failure.Conflict("no-luck", "It failed.", null);
                });
        script.step("b").joiningPrevious();
        script.step("c");

        Operation operation = recovered(0, "a");

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(script.heard())
                .containsExactly("do a", "undo b", "undo a", "fail no-luck", "ended");
    }

    @Test
    void undoesNothingWhenItCanNotTell() {
        script.step("a");
        script.step("b").found(Step.Probe.COULD_NOT_TELL);
        script.step("c");

        Operation operation = recovered(1, "b");

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(script.heard()).containsExactly("abandon interrupted", "ended");
        assertThat(journal.failure(operation)).containsInstanceOf(Failure.Unavailable.class);
        assertThat(isUnsettled(operation)).isTrue();
    }

    @Test
    void callsUnsettledWhatCouldNotBeUndoneUntilALaterActSucceeds() {
        script.step("a")
                .undoing(() -> {
                    throw Failure.Unavailable.now("busy", "Not now.", "Wait.");
                });
        script.step("b")
                .doing(_ -> {
                    throw new Failure.Conflict("no-luck", "It failed.", null);
                });

        Operation operation = recovered(1, "b");

        assertThat(script.heard())
                .containsExactly("do b", "undo b", "undo a", "abandon no-luck", "ended");
        assertThat(isUnsettled(operation)).isTrue();
        Script later = new Script(target);
        later.step("a");
        UUID id = journal.submit(acts.submission(later, target));
        assertThat(journal.await(id, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(isUnsettled(operation)).isFalse();
    }

    @Test
    void callsSettledWhatWasUndone() {
        script.step("a")
                .doing(_ -> {
                    throw new Failure.Conflict("no-luck", "It failed.", null);
                });

        assertThat(isUnsettled(recovered(0, "a"))).isFalse();
    }

    @Test
    void tellsWhatWasUnderWayAtAMoment() {
        script.step("a");
        Operation operation = recovered(0, "a");
        Instant end = operation.endedAt().orElseThrow();

        assertThat(journal.underWay(target, operation.startedAt()).map(Operation::id))
                .contains(operation.id());
        assertThat(journal.underWay(target, end.plusSeconds(1))).isEmpty();
        assertThat(journal.underWay(target, operation.startedAt().minusSeconds(1))).isEmpty();
        assertThat(journal.underWay(UUID.randomUUID(), operation.startedAt())).isEmpty();
    }

    @Test
    void undoesFromTheInterruptedStepWhenItFailsNow() {
        script.step("a");
        script.step("b")
                .doing(_ -> {
                    throw new Failure.Conflict("no-luck", "It failed.", null);
                });

        Operation operation = recovered(1, "b");

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(script.heard())
                .containsExactly("do b", "undo b", "undo a", "fail no-luck", "ended");
    }

    @Test
    void goesOnUndoingWhatWasBeingUndone() {
        script.step("a");
        script.step("b");
        script.step("c");
        UUID id = insert(script);
        Failure why = new Failure.NoSpace("The storage is full.");
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    Operation row = rows.announce(rows.findById(id), 1, 3, "b");
                    var _ = rows.undoing(row, 1, why);
                });

        int taken = journal.recover();
        Operation operation = journal.await(id, SOON);

        assertThat(taken).isEqualTo(1);
        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(script.heard()).containsExactly("undo b", "undo a", "fail no-space", "ended");
        assertThat(journal.failure(operation)).containsInstanceOf(Failure.NoSpace.class);
    }

    @Test
    void writesTheOutcomeOfAnActWhoseStepsAreAllDone() {
        Operation operation = recovered(0, "commit");

        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(script.heard()).containsExactly("succeed", "ended");
    }

    @Test
    void letsTheInterruptedGoFirstAndTheQueuedInTheirOrder() {
        Script second = new Script(target);
        Script third = new Script(target);
        second.step("second").doing(_ -> assertThat(script.heard()).contains("ended"));
        third.step("third").doing(_ -> assertThat(second.heard()).contains("ended"));
        script.step("a");
        UUID id = insert(script);
        UUID secondId = insert(second);
        UUID thirdId = insert(third);
        announce(id, 0, 1, "a");

        int taken = journal.recover();

        assertThat(taken).isEqualTo(3);
        assertThat(journal.await(thirdId, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(journal.await(secondId, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(journal.await(id, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(second.heard()).startsWith("admit");
    }

    @Test
    void endsWhatThisVersionDoesNotKnowAndGoesOnWithTheRest() {
        script.step("a");
        UUID known = insert(script);
        UUID unknown = UUID.randomUUID();
        Submission submission = acts.submission(new Script(target), target);
        QuarkusTransaction.requiringNew()
                .run(() ->
                        rows.insert(
                                unknown,
                                new Submission(
                                        "test.from-the-future",
                                        submission.target(),
                                        submission.payload(),
                                        Optional.empty())));

        int taken = journal.recover();

        assertThat(taken).isEqualTo(2);
        assertThat(journal.await(known, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
        Operation ended = journal.get(unknown);
        assertThat(ended.state()).isEqualTo(OperationState.FAILED);
        assertThat(journal.failure(ended).orElseThrow().code()).isEqualTo("journal-unreadable");
        assertThat(isUnsettled(ended)).isTrue();
    }

    private boolean isUnsettled(Operation operation) {
        return journal.unsettled().stream().anyMatch(row -> row.id().equals(operation.id()));
    }

    private Operation recovered(int step, String name) {
        UUID id = insert(script);
        announce(id, step, script.steps().size(), name);
        int taken = journal.recover();
        assertThat(taken).isEqualTo(1);
        return journal.await(id, SOON);
    }

    private void announce(UUID id, int index, int count, String step) {
        var _ =
                QuarkusTransaction.requiringNew()
                        .call(() -> rows.announce(rows.findById(id), index, count, step));
    }

    private UUID insert(Script what) {
        Submission submission = acts.submission(what, target);
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.insert(UUID.randomUUID(), submission))
                .id();
    }
}
