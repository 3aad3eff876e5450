package dev.vman.journal;

import java.util.Optional;
import java.util.UUID;

/**
 * What came of a {@link Submission}.
 *
 * @param outcome the operation as it ended; empty when it has not, or when that has to be read
 */
public record Submitted(UUID operation, Optional<Operation> outcome) {
    /** One of whose end nothing is known. */
    public static Submitted of(UUID operation) {
        return new Submitted(operation, Optional.empty());
    }
}
