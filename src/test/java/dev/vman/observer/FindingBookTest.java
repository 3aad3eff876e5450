package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.SettableClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class FindingBookTest {
    private static final WorldComparison NOTHING =
            new WorldComparison(Map.of(), Set.of(), Set.of(), Set.of(), (_, _) -> false);
    @Inject FindingBook book;
    @Inject Findings findings;
    @Inject SettableClock clock;

    @Test
    void leavesAFindingOpenWhileItsOwnRepairMovesTheFile() {
        Difference strange = strangeFile();
        var _ = book.enter(List.of(strange), List.of(), NOTHING, _ -> true);
        UUID finding = find(strange).id;
        Predicate<Set<UUID>> repair = ids -> ids.contains(finding);

        var _ = book.enter(List.of(), List.of(), NOTHING, repair);

        assertThat(find(strange).state).isEqualTo(FindingState.OPEN);
        var _ = book.enter(List.of(), List.of(), NOTHING, _ -> false);
        assertThat(find(strange).state).isEqualTo(FindingState.RESOLVED);
    }

    @Test
    void tellsOfWhatACorrectionHasCuredOnce() {
        Difference passing = strangeFile();
        Difference known = strangeFile();
        var _ = book.enter(List.of(known), List.of(), NOTHING, _ -> true);
        UUID before = find(known).id;

        FindingBook.Entries entries =
                book.enter(List.of(), List.of(passing, known), NOTHING, _ -> false);

        assertThat(find(passing).state).isEqualTo(FindingState.RESOLVED);
        assertThat(find(known).state).isEqualTo(FindingState.RESOLVED);
        assertThat(find(known).id).isEqualTo(before);
        assertThat(entries).isEqualTo(new FindingBook.Entries(1, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void resolvesAFindingWhenTheClockWasSetMeanwhile(int hours) {
        Difference strange = strangeFile();
        clock.set(Duration.ofHours(hours));
        var _ = book.enter(List.of(strange), List.of(), NOTHING, _ -> true);
        UUID first = find(strange).id;

        clock.set(Duration.ofHours(-hours));
        var _ = book.enter(List.of(strange), List.of(), NOTHING, _ -> true);
        Finding same = find(strange);
        assertThat(same.id).isEqualTo(first);
        assertThat(findings.lastSeenAt(same)).isAfterOrEqualTo(same.firstSeenAt);

        var _ = book.enter(List.of(), List.of(), NOTHING, _ -> false);
        Finding gone = find(strange);
        assertThat(gone.state).isEqualTo(FindingState.RESOLVED);
        assertThat(gone.lastSeenAt).isAfterOrEqualTo(gone.firstSeenAt);
    }

    @AfterEach
    void setTheClockRight() {
        clock.set(Duration.ZERO);
    }

    private static Difference strangeFile() {
        Path file = Path.of("/nowhere/disks", UUID.randomUUID() + ".qcow2");
        return new Difference(
                FindingKind.ORPHAN_DISK,
                file.toString(),
                Subject.file(file),
                Optional.empty(),
                Set.of(),
                Map.of("path", file.toString()));
    }

    private Finding find(Difference difference) {
        return QuarkusTransaction.requiringNew()
                .call(() -> findings.find("key", difference.key()).singleResult());
    }
}
