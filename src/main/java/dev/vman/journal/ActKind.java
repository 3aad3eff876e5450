package dev.vman.journal;

import java.util.Set;

/**
 * Makes acts from their recorded payload.
 *
 * @param <P> the payload: a record that Jackson writes and reads
 */
public interface ActKind<P> {
    /** What it makes, such as {@code vm.start}; recorded, so never renamed. */
    Set<String> kinds();

    /** Which of its kinds a payload is; to be said by those that have several. */
    default String kindOf(P payload) {
        if (kinds().size() > 1) {
            throw new IllegalStateException("which of " + kinds() + " is it?");
        }
        return kinds().iterator().next();
    }

    Class<P> payloadType();

    Act make(P payload);

    /**
     * About how much the act will write to the storage, in bytes. 0: it may be done when no room is
     * left but what is kept for the daemon itself, because it frees room, or ends something.
     */
    default long roomFor(P payload) {
        return 0;
    }
}
