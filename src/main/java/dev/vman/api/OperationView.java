package dev.vman.api;

import dev.vman.journal.Journal;
import dev.vman.journal.Operation;
import dev.vman.journal.OperationState;
import dev.vman.journal.Target;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An operation on the wire. */
record OperationView(
        UUID id,
        @Schema(examples = "vm.start") String kind,
        Target target,
        OperationState state,
        @Schema(examples = "spawn") String step,
        @Schema(description = "Percent.", examples = "40") int progress,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Problem problem) {
    static Read<OperationView> read(Operation operation, Journal journal) {
        return new Read<>(of(operation, journal), operation.id(), operation.revision());
    }

    static OperationView of(Operation operation, Journal journal) {
        String address = ApiApplication.PATH + "/operations/" + operation.id();
        return new OperationView(
                operation.id(),
                operation.kind(),
                operation.target(),
                operation.state(),
                operation.step(),
                operation.progress(),
                operation.startedAt(),
                operation.endedAt().orElse(null),
                journal.failure(operation)
                        .map(failure -> HttpProblem.of(failure).body(address))
                        .orElse(null));
    }
}
