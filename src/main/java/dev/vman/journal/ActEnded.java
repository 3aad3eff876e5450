package dev.vman.journal;

import java.util.Set;
import java.util.UUID;

/**
 * An act has let go of its targets, whatever became of it: what could not be looked at meanwhile
 * can be now. Fired as a CDI event, outside of any transaction.
 */
public record ActEnded(Set<UUID> targets) {
    public ActEnded {
        targets = Set.copyOf(targets);
    }
}
