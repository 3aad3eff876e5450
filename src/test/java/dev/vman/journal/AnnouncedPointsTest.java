package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.Failure;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The points of an act that goes back; the step names are of this test alone. */
@QuarkusTest
class AnnouncedPointsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject Journal journal;
    @Inject ScriptedActs acts;
    @Inject RecordedPoints points;

    @Test
    void encloseEveryUndoing() {
        UUID target = UUID.randomUUID();
        Script script = new Script(target);
        script.step("taken-back");
        script.step("broken")
                .doing(_ -> {
                    throw new Failure.HostFailure("broken", "It is broken.", null, null);
                });

        UUID operation = journal.submit(acts.submission(script, target));

        assertThat(journal.await(operation, SOON).state()).isEqualTo(OperationState.FAILED);
        assertThat(points.seen())
                .contains(
                        "test.script:taken-back/done",
                        "test.script:broken/announced",
                        "test.script:broken/do",
                        "test.script:undoing",
                        "test.script:broken/undone",
                        "test.script:taken-back/undo",
                        "test.script:taken-back/undone",
                        "test.script:failing")
                .doesNotContain("test.script:broken/done");
    }
}
