package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.Failure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a daemon that ends leaves, and the next one makes of it. */
@QuarkusTest
class EndingTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject Journal journal;
    @Inject ScriptedActs acts;
    @Inject OperationRows rows;
    @Inject ActKinds kinds;
    @Inject Room room;
    @Inject Event<ActEnded> ended;
    private final Ending ending = new Ending();
    private final UUID target = UUID.randomUUID();
    private final Script script = new Script(target);
    private ActRun run;

    @BeforeEach
    void haveADaemonThatCanEnd() {
        run =
                new ActRun(
                        rows,
                        kinds,
                        room,
                        new ActSteps(rows, ending),
                        ending,
                        new LeftActs(),
                        ended);
    }

    @Test
    void undoesNothingOfAStepThatFailsBecauseTheDaemonEnds() {
        ScriptedStep broken =
                script.step("a")
                        .doing(_ -> {
                            ending.begin();
                            throw new Failure.HostFailure("closed", "It was closed.", null, null);
                        });

        UUID operation = runToTheEnd();

        assertThat(journal.get(operation).state()).isEqualTo(OperationState.RUNNING);
        assertThat(script.heard()).containsExactly("admit", "do a");
        broken.doing(_ -> {});
        assertThat(journal.recover()).isEqualTo(1);
        assertThat(journal.await(operation, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void takesNoFurtherStep() {
        script.step("a").doing(_ -> ending.begin());
        script.step("b");

        UUID operation = runToTheEnd();

        assertThat(journal.get(operation).step()).isEqualTo("a");
        assertThat(script.heard()).containsExactly("admit", "do a");
        assertThat(journal.recover()).isEqualTo(1);
        assertThat(journal.await(operation, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(script.heard()).contains("do b", "succeed");
    }

    @Test
    void beginsNothingThatIsQueued() {
        script.step("a");
        ending.begin();

        UUID operation = runToTheEnd();

        assertThat(journal.get(operation).step()).isEqualTo(Operation.QUEUED);
        assertThat(script.heard()).isEmpty();
        assertThat(journal.recover()).isEqualTo(1);
        assertThat(journal.await(operation, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    private UUID runToTheEnd() {
        Submission submission = acts.submission(script, target);
        Operation row =
                QuarkusTransaction.requiringNew()
                        .call(() -> rows.insert(UUID.randomUUID(), submission));
        Turns.Ticket turn = new Turns().join(Set.of(target));
        RunningAct.Progress none = RunningAct.Progress.NONE;
        assertThat(run.run(new RunningAct(row, script, turn, none, _ -> {}, _ -> {}))).isEmpty();
        return row.id();
    }
}
