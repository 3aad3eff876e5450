package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OperationTest {
    private final Operation operation =
            new Operation(
                    UUID.randomUUID(),
                    1,
                    "vm.start",
                    new Target("vm", UUID.randomUUID(), "web"),
                    "{}",
                    Instant.EPOCH);

    @Test
    void hasAnotherRevisionWheneverItIsAnother() {
        List<Long> seen = new ArrayList<>(List.of(operation.revision()));
        operation.at(0, "spawn", 0);
        seen.add(operation.revision());
        operation.at(0, "spawn", 25);
        seen.add(operation.revision());
        operation.at(1, "go", 50);
        seen.add(operation.revision());
        operation.problem = "{}";
        seen.add(operation.revision());
        operation.end(OperationState.FAILED, Instant.EPOCH);
        seen.add(operation.revision());
        operation.end(OperationState.SUCCEEDED, Instant.EPOCH);
        seen.add(operation.revision());

        assertThat(seen).doesNotHaveDuplicates().allMatch(revision -> revision >= 0);
        assertThat(operation.copy().revision()).isEqualTo(operation.revision());
    }
}
