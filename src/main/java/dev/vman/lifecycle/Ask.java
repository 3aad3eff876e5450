package dev.vman.lifecycle;

import dev.vman.journal.IdempotencyKey;
import java.util.Optional;
import java.util.Set;

/**
 * How a request wants to be carried out.
 *
 * @param ifMatch the versions of the thing to be changed that the caller knows; empty: any will do
 * @param dryRun only check and plan
 * @param toTheEnd the caller has nothing to do until the operation has ended, however long it takes
 */
public record Ask(
        Optional<IdempotencyKey> idempotency,
        Optional<Set<Long>> ifMatch,
        boolean dryRun,
        boolean toTheEnd) {
    /** No conditions. */
    public static final Ask PLAIN = new Ask(Optional.empty(), Optional.empty(), false, false);
}
