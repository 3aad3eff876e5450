package dev.vman.observer;

import static dev.vman.observer.WorldComparison.evidence;

import dev.vman.journal.Operation;
import dev.vman.journal.Target;
import dev.vman.observer.WorldComparison.Collected;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What recovery could not settle, and no later operation has. */
final class OperationComparison {
    private OperationComparison() {}

    static void addTo(Collected found, List<Operation> unsettled) {
        unsettled.forEach(operation -> found.add(difference(operation)));
    }

    private static Difference difference(Operation operation) {
        Target target = operation.target();
        Optional<UUID> vm = Optional.of(target.id()).filter(_ -> target.type().equals("vm"));
        return new Difference(
                FindingKind.OPERATION_INTERRUPTED,
                operation.id().toString(),
                Subject.row("operation", operation.id(), operation.kind() + " " + target.name()),
                vm,
                Set.of(target.id()),
                evidence(
                        "kind",
                        operation.kind(),
                        "step",
                        operation.step(),
                        "target",
                        target.type() + " " + target.name() + " " + target.id()));
    }
}
