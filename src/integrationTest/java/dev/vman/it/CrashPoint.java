package dev.vman.it;

import java.util.Set;

/**
 * One point of one operation to die at.
 *
 * @param point as {@code kind:point}
 */
record CrashPoint(CrashOperation operation, String point) {
    private static final Set<String> IN_A_TRANSACTION =
            Set.of("settling", "admitting", "succeeding", "failing");
    private static final Set<String> AFTER_ITS_END =
            Set.of("settled", "succeeded", "failed", "refused", "told");

    /** Whether rows are locked while an operation stays there. */
    boolean isInATransaction() {
        return IN_A_TRANSACTION.contains(name());
    }

    /** Whether nothing of the operation is left to do. */
    boolean isAfterTheEnd() {
        return AFTER_ITS_END.contains(name());
    }

    private String name() {
        return point.substring(point.indexOf(':') + 1);
    }

    @Override
    public String toString() {
        return operation.name() + " at " + point;
    }
}
