package dev.vman.api;

import dev.vman.journal.Submitted;
import dev.vman.lifecycle.Answer;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A resource as the request's own operation left it: read in the very transaction that ends the
 * operation, while that waits for QEMU anyway. Read afresh where there was no such transaction.
 */
final class SeenOutcome implements Collection, Consumer<UUID> {
    private final Collection collection;
    private final Function<UUID, Read<?>> readHere;
    private @Nullable Read<?> seen;

    /**
     * Nothing is seen yet.
     *
     * @param readHere reads in the present transaction
     */
    SeenOutcome(Collection collection, Function<UUID, Read<?>> readHere) {
        this.collection = collection;
        this.readHere = readHere;
    }

    @Override
    public void accept(UUID id) {
        seen = readHere.apply(id);
    }

    /** Forgets it unless the operation ended so: its transaction may have been rolled back. */
    void checkAgainst(Answer answer) {
        boolean ended =
                answer instanceof Answer.Accepted(Submitted submitted, _, _)
                        && submitted.outcome().isPresent();
        if (!ended) {
            seen = null;
        }
    }

    @Override
    public String path() {
        return collection.path();
    }

    @Override
    public Read<?> read(UUID id) {
        Read<?> known = seen;
        return known != null && known.id().equals(id) ? known : collection.read(id);
    }
}
