package dev.vman.lifecycle;

import dev.vman.journal.Submitted;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What came of a request. */
public sealed interface Answer {
    /**
     * An operation was recorded and is being carried out.
     *
     * @param target the thing that it creates or changes
     * @param followUp the operation that begins when this one has succeeded, such as the start
     *     after a create
     */
    record Accepted(Submitted submitted, UUID target, Optional<UUID> followUp) implements Answer {
        /** The operation. */
        public UUID operation() {
            return submitted.operation();
        }
    }

    /** The thing is as wanted already; nothing was done. */
    record Unchanged(UUID target) implements Answer {}

    /** What would be done; nothing was. */
    record Planned(Plan plan) implements Answer {}

    /**
     * A plan.
     *
     * @param commandLine the QEMU command that would run; empty when none would
     */
    record Plan(String kind, UUID target, List<String> steps, List<String> commandLine) {}
}
