package dev.vman.journal;

import dev.vman.Failure;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells a database that can't be written, or was closed, from other unexpected trouble. */
public final class DatabaseTrouble {
    // H2's: I/O errors; closed object, database, file; one that is still being closed.
    private static final Set<Integer> LOST = Set.of(90028, 90031, 90007, 90098, 90121, 90020);
    private static final int MOST = 50;

    private DatabaseTrouble() {}

    /** What to tell the caller; empty when it is no trouble of that kind. */
    public static Optional<Failure> in(Throwable thrown) {
        if (causes(thrown).anyMatch(DatabaseTrouble::isFull)) {
            return Optional.of(
                    new Failure.NoSpace(
                            "The database could not be written: the storage is full.",
                            "Free space in the storage folder; it works again by itself."));
        }
        return causes(thrown).anyMatch(DatabaseTrouble::isLost)
                ? Optional.of(
                        Failure.Unavailable.now(
                                "database-unavailable",
                                "The database is being opened again.",
                                "Try again in some seconds."))
                : Optional.empty();
    }

    /** A failed commit has its cause among the suppressed. */
    private static Stream<Throwable> causes(Throwable thrown) {
        Set<Throwable> seen = new LinkedHashSet<>(List.of(thrown));
        Deque<Throwable> left = new ArrayDeque<>(seen);
        while (!left.isEmpty() && seen.size() < MOST) {
            Throwable next = left.remove();
            Stream.concat(Stream.ofNullable(next.getCause()), Stream.of(next.getSuppressed()))
                    .filter(seen::add)
                    .forEach(left::add);
        }
        return seen.stream();
    }

    private static boolean isFull(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.contains("No space left on device") || text.contains("Disk quota exceeded");
    }

    private static boolean isLost(Throwable cause) {
        return cause instanceof SQLException sql && LOST.contains(sql.getErrorCode());
    }
}
