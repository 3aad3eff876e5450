package dev.vman.journal;

import java.util.Optional;

/**
 * A request for an act.
 *
 * @param kind one of {@link ActType#kinds()}
 * @param payload a record that Jackson writes and reads; holds every id that the act will need
 */
public record Submission(
        String kind, Target target, Object payload, Optional<IdempotencyKey> idempotency) {}
