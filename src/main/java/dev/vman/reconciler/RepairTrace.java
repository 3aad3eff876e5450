package dev.vman.reconciler;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was last done about a finding, for people.
 *
 * @param automatic nobody asked for it
 * @param failures in a row
 * @param nextTryAt when it is tried again by itself at the earliest, where the policy says so
 * @param problem why it failed
 */
public record RepairTrace(
        String action,
        RepairState state,
        boolean automatic,
        @Nullable UUID operation,
        Instant begunAt,
        @Nullable Instant endedAt,
        int failures,
        @Nullable Instant nextTryAt,
        @Nullable String problem) {
    static RepairTrace of(RepairRow row) {
        return new RepairTrace(
                row.action,
                row.state,
                row.automatic,
                row.operation,
                row.begunAt,
                row.endedAt,
                row.failures,
                row.notBefore,
                row.problem);
    }
}
