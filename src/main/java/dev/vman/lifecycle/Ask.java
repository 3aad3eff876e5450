package dev.vman.lifecycle;

import dev.vman.journal.IdempotencyKey;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * How a request wants to be carried out.
 *
 * @param ifMatch the versions of the thing to be changed that the caller knows; empty: any will do
 * @param dryRun only check and plan
 * @param toTheEnd the caller has nothing to do until the operation has ended, however long it takes
 * @param witness is shown the thing's id in the transaction that ends the operation well, with
 *     everything written: only where the caller's own thread carries it out, and nothing follows it
 */
public record Ask(
        Optional<IdempotencyKey> idempotency,
        Optional<Set<Long>> ifMatch,
        boolean dryRun,
        boolean toTheEnd,
        Consumer<UUID> witness) {
    /** No conditions. */
    public static final Ask PLAIN = new Ask(Optional.empty(), Optional.empty(), false, false);

    public Ask(
            Optional<IdempotencyKey> idempotency,
            Optional<Set<Long>> ifMatch,
            boolean dryRun,
            boolean toTheEnd) {
        this(idempotency, ifMatch, dryRun, toTheEnd, _ -> {});
    }

    public Ask witnessedBy(Consumer<UUID> seeing) {
        return new Ask(idempotency, ifMatch, dryRun, toTheEnd, seeing);
    }
}
