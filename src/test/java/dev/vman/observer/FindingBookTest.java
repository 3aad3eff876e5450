package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FindingBookTest {
    private static final WorldComparison NOTHING =
            new WorldComparison(Map.of(), Set.of(), Set.of(), Set.of(), (_, _) -> false);
    @Inject FindingBook book;
    @Inject Findings findings;

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
                .call(() -> findings.find("key", difference.key()).firstResult());
    }
}
