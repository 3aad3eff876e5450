package dev.vman.journal;

import dev.vman.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One change of the world, as steps that can be taken up again after a crash. Made from its
 * recorded payload, and made again from the same payload by recovery: it must not remember anything
 * else.
 */
public interface Act {
    /** The things that no other act may touch meanwhile. */
    Set<UUID> holds();

    /**
     * Whether everything is as wanted already: the operation then ends well at once, without {@link
     * #admit}. Asked in the act's turn, in a transaction.
     */
    default boolean settled() {
        return false;
    }

    /**
     * Checks the present state and writes the intent, in the transaction that announces the first
     * step. Throws a {@link Failure} to refuse; then nothing has been changed.
     */
    void admit();

    /**
     * Writes that it was refused when its turn had come, in the transaction that ends the
     * operation: whoever asked for it may not wait for the answer any more. One that is refused at
     * once leaves nothing, and this is not called.
     */
    default void refused(Failure why) {}

    /** The steps, in order. Called after {@link #admit()}, and again by recovery. */
    List<Step> steps();

    /** Writes the outcome, in the transaction that ends the operation. */
    void succeed();

    /**
     * Writes the failure, after every step was undone, in the transaction that ends the operation.
     */
    void fail(Failure why);

    /**
     * Writes a failure that may have left something behind, in the transaction that ends the
     * operation: a step could not be undone, or it could not be told how far it had come. Nothing
     * that the act may have made or may use is free.
     */
    default void abandon(Failure why) {
        fail(why);
    }

    /**
     * An act to be recorded in the very transaction that ends this one well, such as the start
     * after a create. Its operation gets the id {@link #followUpId}.
     */
    default Optional<Submission> followUp() {
        return Optional.empty();
    }

    /** The id of the operation that follows another. */
    static UUID followUpId(UUID operation) {
        return UUID.nameUUIDFromBytes(
                ("follow-up of " + operation).getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Called once the operation has ended, either way, outside of any transaction, before its
     * targets are let go. May be lost with the daemon.
     */
    default void ended() {}
}
