package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Acts that write more than there is room for. */
@QuarkusTest
class RoomTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long MORE_THAN_ANY_DISK = 1L << 60;
    @Inject Journal journal;
    @Inject ScriptedActs acts;
    private final UUID target = UUID.randomUUID();

    @Test
    void failWithNothingHalfMadeWhenTheStorageFilledWhileTheyWaited() {
        CountDownLatch full = new CountDownLatch(1);
        Script first = new Script(target);
        first.step("a").doing(_ -> assertThat(await(full)).isTrue());
        UUID running = journal.submit(acts.submission(first, target));
        Script late = new Script(target);
        late.step("a");
        UUID waiting = journal.submit(acts.submission(late, target));

        Script _ = late.writing(MORE_THAN_ANY_DISK);
        full.countDown();

        assertThat(journal.await(running, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
        Operation refused = journal.await(waiting, SOON);
        assertThat(refused.state()).isEqualTo(OperationState.FAILED);
        assertThat(journal.failure(refused).orElseThrow()).isInstanceOf(Failure.NoSpace.class);
        assertThat(late.heard()).containsExactly("refused no-space", "ended");
    }

    @Test
    void areNotEvenRecordedWhenTheirTurnIsNow() {
        Script greedy = new Script(target).writing(MORE_THAN_ANY_DISK);
        greedy.step("a");

        assertThatThrownBy(() -> journal.submit(acts.submission(greedy, target)))
                .isInstanceOf(Failure.NoSpace.class);

        assertThat(greedy.heard()).isEmpty();
        assertThat(journal.isBusy(target)).isFalse();
    }

    @Test
    void endWellWhenNothingIsToBeDone() {
        Script idle = new Script(target).alreadySettled().writing(MORE_THAN_ANY_DISK);

        UUID operation = journal.submit(acts.submission(idle, target));

        assertThat(journal.await(operation, SOON).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(SOON.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
