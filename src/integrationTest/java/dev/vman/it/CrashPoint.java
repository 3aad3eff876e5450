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

    /** Whether the operation is being recorded: then nobody was told of it, and it may never be. */
    boolean isAtTheStart() {
        return name().equals("admitting") || name().equals("settling");
    }

    /** Whether something of the operation is recorded and left to do. */
    boolean isUnderWay() {
        return !isAtTheStart() && !AFTER_ITS_END.contains(name());
    }

    private String name() {
        return point.substring(point.indexOf(':') + 1);
    }

    @Override
    public String toString() {
        return operation.name() + " at " + point;
    }
}
