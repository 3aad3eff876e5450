package dev.vman.lifecycle;

import dev.vman.journal.IdempotencyKey;
import java.util.Optional;

/**
 * How a request wants to be carried out.
 *
 * @param ifMatch the version that the caller saw of the thing to be changed
 * @param dryRun only check and plan
 */
public record Ask(Optional<IdempotencyKey> idempotency, Optional<Long> ifMatch, boolean dryRun) {
    /** No conditions. */
    public static final Ask PLAIN = new Ask(Optional.empty(), Optional.empty(), false);
}
