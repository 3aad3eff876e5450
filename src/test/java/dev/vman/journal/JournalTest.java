package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import dev.vman.host.Eventually;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JournalTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject Journal journal;
    @Inject HeldByAct held;
    @Inject EndedActs ended;
    @Inject ScriptedActs acts;
    @Inject Events events;
    @Inject EntityManager entities;
    private final UUID target = UUID.randomUUID();

    @Test
    void takesTheStepsInOrder() {
        Script script = new Script(target);
        script.step("a");
        script.step("b");

        Operation operation = run(script);

        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(operation.progress()).isEqualTo(100);
        assertThat(operation.endedAt()).isPresent();
        assertThat(script.heard()).containsExactly("admit", "do a", "do b", "succeed", "ended");
    }

    @Test
    void undoesInReverseWhenAStepFailsAndSaysWhy() {
        Script script = new Script(target);
        script.step("a");
        script.step("b").doing(_ -> refuse("no-luck"));
        script.step("c");

        Operation operation = run(script);

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(operation.step()).isEqualTo("b");
        assertThat(script.heard())
                .containsExactly(
                        "admit", "do a", "do b", "undo b", "undo a", "fail no-luck", "ended");
        assertThat(journal.failure(operation).orElseThrow())
                .isInstanceOf(Failure.Conflict.class)
                .hasMessage("It failed.")
                .extracting(Failure::code)
                .isEqualTo("no-luck");
    }

    @Test
    void undoesEverythingWhenTheOutcomeCanNotBeWritten() {
        Script script = new Script(target).succeeding(() -> refuse("name-taken"));
        script.step("a");

        Operation operation = run(script);

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(script.heard())
                .containsExactly("admit", "do a", "succeed", "undo a", "fail name-taken", "ended");
    }

    @Test
    void endsWellOnlyWithTheLastWordOfItsSteps() {
        Script script = new Script(target);
        script.step("a").confirming(() -> refuse("no-luck"));
        script.step("b");

        Operation operation = run(script);

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(script.heard())
                .containsExactly(
                        "admit",
                        "do a",
                        "do b",
                        "succeed",
                        "undo b",
                        "undo a",
                        "fail no-luck",
                        "ended");
    }

    @Test
    void abandonsAnActWhoseStepCanNotBeUndone() {
        Script script = new Script(target);
        script.step("a");
        script.step("b").undoing(() -> refuse("held"));
        script.step("c").doing(_ -> refuse("no-luck"));

        Operation operation = run(script);

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(script.heard())
                .as("what the step stands on is left alone")
                .endsWith("undo c", "undo b", "abandon no-luck", "ended");
    }

    @Test
    void turnsAnUnexpectedExceptionIntoAHostFailure() {
        Script script = new Script(target);
        script.step("a")
                .doing(_ -> {
                    throw new IllegalStateException("boom");
                });

        Operation operation = run(script);

        assertThat(journal.failure(operation)).containsInstanceOf(Failure.HostFailure.class);
    }

    @Test
    void leavesNothingOfAnActThatIsRefusedAtOnce() {
        Script script = refused();

        assertThatThrownBy(() -> run(script)).isInstanceOf(Failure.Conflict.class);

        assertThat(script.heard()).containsExactly("admit");
        assertThat(eventKinds()).isEmpty();
        assertThat(journal.isBusy(target)).isFalse();
        assertThat(ended.targets()).as("looks that it turned away come again").contains(target);
    }

    @Test
    void tellsOfAnActThatIsRefusedAfterItHadToWait() {
        Script script = refused();

        UUID waiting;
        try (HeldByAct.Hold _ = held.hold(target)) {
            waiting = journal.submit(acts.submission(script, target));
        }

        Operation operation = journal.await(waiting, SOON);
        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(operation.step()).isEqualTo(Operation.QUEUED);
        assertThat(script.heard()).containsExactly("admit", "refused wrong-state", "ended");
        assertThat(eventKinds()).containsExactly("operation.failed");
    }

    private Script refused() {
        Script script =
                new Script(target)
                        .admitting(() -> {
                            events.append("test.changed", thing(), java.util.Map.of());
                            refuse("wrong-state");
                        });
        script.step("a");
        return script;
    }

    @Test
    void undoesNoStepWhoseAnnouncementFailed() {
        Script script = new Script(target);
        script.step("a");
        script.step("b").announcing(() -> refuse("not-now"));

        Operation operation = run(script);

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(script.heard())
                .containsExactly("admit", "do a", "undo a", "fail not-now", "ended");
    }

    @Test
    void doesNothingWhereAllIsAsWantedAlready() {
        Script script = new Script(target).alreadySettled();
        script.step("a");

        Operation operation = run(script);

        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(script.heard()).containsExactly("ended");
    }

    @Test
    void neverOverlapsActsOnOneTarget() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Script first = new Script(target);
        first.step("a")
                .doing(_ -> {
                    began.countDown();
                    await(go);
                });
        Script second = new Script(target);
        second.step("b");

        UUID firstId = journal.submit(acts.submission(first, target));
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        UUID secondId = journal.submit(acts.submission(second, target));
        Script elsewhere = new Script(UUID.randomUUID());
        Operation other = run(elsewhere);

        assertThat(other.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(second.heard()).isEmpty();
        assertThat(journal.isBusy(target)).isTrue();
        assertThat(journal.ifFree(Set.of(target), () -> {})).isFalse();
        go.countDown();
        assertThat(journal.await(firstId, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(journal.await(secondId, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(journal.isBusy(target)).isFalse();
    }

    @Test
    void cancelsAQueuedAct() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        Script first = new Script(target);
        first.step("a")
                .doing(_ -> {
                    began.countDown();
                    await(go);
                });
        Script second = new Script(target);
        second.step("b");
        UUID firstId = journal.submit(acts.submission(first, target));
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        UUID secondId = journal.submit(acts.submission(second, target));

        Operation cancelled = journal.cancel(secondId);

        assertThat(cancelled.state()).isEqualTo(OperationState.CANCELLED);
        assertThat(second.heard()).containsExactly("ended");
        assertThatThrownBy(() -> journal.cancel(firstId))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("'a' can't be cancelled");
        go.countDown();
        assertThat(journal.await(firstId, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThatThrownBy(() -> journal.cancel(firstId)).hasMessageContaining("has ended");
    }

    @Test
    void showsHowFarAStepIs() {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Script script = new Script(target);
        script.step("a");
        script.step("b")
                .doing(context -> {
                    context.progress(50);
                    context.progress(51);
                    told.countDown();
                    await(go);
                });

        UUID operation = journal.submit(acts.submission(script, target));
        await(told);

        assertThat(journal.get(operation).progress()).isEqualTo(75);
        go.countDown();
        assertThat(journal.await(operation, SOON).progress()).isEqualTo(100);
    }

    @Test
    void cancelsAStepThatWatchesForIt() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        Script script = new Script(target);
        script.step("wait")
                .mayBeCancelled()
                .doing(context -> {
                    began.countDown();
                    awaitCancel(context);
                });
        UUID id = journal.submit(acts.submission(script, target));
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();

        journal.cancelRunning(target, Set.of(ScriptedActs.KIND));

        assertThat(journal.await(id, SOON).state()).isEqualTo(OperationState.CANCELLED);
        assertThat(script.heard()).contains("undo wait", "fail cancelled");
    }

    @Test
    void cancelsAStepThatIsAboutToBegin() {
        Script script = new Script(target);
        script.step("wait")
                .mayBeCancelled()
                .announcing(this::beginToCancel)
                .doing(JournalTest::awaitCancel);
        UUID waiting;
        try (HeldByAct.Hold _ = held.hold(target)) {
            waiting = journal.submit(acts.submission(script, target));
        }

        assertThat(journal.await(waiting, SOON).state()).isEqualTo(OperationState.CANCELLED);
        assertThat(script.heard()).contains("do wait", "undo wait", "fail cancelled");
    }

    private void beginToCancel() {
        Thread asking =
                Thread.startVirtualThread(
                        () -> journal.cancelRunning(target, Set.of(ScriptedActs.KIND)));
        Eventually.becomesTrue(
                () -> asking.getState() == Thread.State.TIMED_WAITING || !asking.isAlive());
    }

    @Test
    void recordsAFollowUpWithTheEndOfItsAct() {
        UUID nextTarget = UUID.randomUUID();
        Script next = new Script(nextTarget);
        next.step("later");
        Script script = new Script(target).followedBy(acts.submission(next, nextTarget));

        Operation operation = run(script);
        Operation followUp = journal.await(Act.followUpId(operation.id()), SOON);

        assertThat(followUp.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(followUp.target().id()).isEqualTo(nextTarget);
        assertThat(next.heard()).contains("do later");
    }

    @Test
    void recordsNoFollowUpOfAFailedAct() {
        Script next = new Script(target);
        Script script =
                new Script(target)
                        .followedBy(acts.submission(next, target))
                        .succeeding(() -> refuse("no-luck"));

        Operation operation = run(script);

        assertThatThrownBy(() -> journal.get(Act.followUpId(operation.id())))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void numbersEventsUpwardsAndOnlyWhatWasCommitted() {
        QuarkusTransaction.requiringNew()
                .run(() -> events.append("test.first", thing(), java.util.Map.of("a", 1)));
        assertThatThrownBy(() ->
                        QuarkusTransaction.requiringNew()
                                .run(() -> {
                                    events.append("test.lost", thing(), java.util.Map.of());
                                    refuse("no-luck");
                                }))
                .isInstanceOf(Failure.Conflict.class);
        QuarkusTransaction.requiringNew()
                .run(() -> events.append("test.second", thing(), java.util.Map.of()));

        assertThat(eventKinds()).containsExactly("test.first", "test.second");
        assertThat(eventNumbers()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void refusesEventsOutsideOfATransaction() {
        assertThatThrownBy(() -> events.append("test.none", thing(), java.util.Map.of()))
                .isInstanceOf(RuntimeException.class);

        assertThat(eventKinds()).isEmpty();
    }

    @Test
    void wakesWhoWaitsForAnEndThatIsNotRunningHere() {
        assertThat(journal.await(run(new Script(target)).id(), Duration.ZERO).ended()).isTrue();
        assertThatThrownBy(() -> journal.await(UUID.randomUUID(), Duration.ofMillis(10)))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void listsNewestFirst() {
        Operation first = run(new Script(target));
        Operation second = run(new Script(target));

        List<Operation> listed =
                journal.list(
                        new OperationFilter(
                                Optional.of(OperationState.SUCCEEDED),
                                Optional.of(ScriptedActs.KIND),
                                Optional.of(target)),
                        Long.MAX_VALUE,
                        10);

        assertThat(listed).extracting(Operation::id).containsExactly(second.id(), first.id());
    }

    private Operation run(Script script) {
        UUID held = script.holds().iterator().next();
        return journal.await(journal.submit(acts.submission(script, held)), SOON);
    }

    private Target thing() {
        return new Target("thing", target, "a-thing");
    }

    private List<String> eventKinds() {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        entities.createQuery(
                                        "select e.kind from Event e where e.subjectId = :id order"
                                                + " by e.number",
                                        String.class)
                                .setParameter("id", target)
                                .getResultList());
    }

    private List<Long> eventNumbers() {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        entities.createQuery(
                                        "select e.number from Event e where e.subjectId = :id order"
                                                + " by e.at",
                                        Long.class)
                                .setParameter("id", target)
                                .getResultList());
    }

    private static void refuse(String code) {
        throw new Failure.Conflict(code, "It failed.", null);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitCancel(StepContext context) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!context.cancelled() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        refuse("cancelled");
    }
}
