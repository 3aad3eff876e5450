package dev.vman.journal;

/**
 * Makes acts from their recorded payload.
 *
 * @param <P> the payload: a record that Jackson writes and reads
 */
public interface ActKind<P> {
    ActType<P> type();

    /** The name that an act with this payload has in the journal. */
    default String kindOf(P payload) {
        return type().kindOf().apply(payload);
    }

    Act make(P payload);

    /**
     * About how much the act will write to the storage, in bytes. 0: it may be done when no room is
     * left but what is kept for the daemon itself, because it frees room, or ends something.
     */
    default long roomFor(P payload) {
        return 0;
    }

    /**
     * Whether a guest, or a source of data, decides how long it takes: whoever asked for it may
     * have to be told that it is still under way.
     */
    default boolean mayTakeLong(P payload) {
        return false;
    }
}
