package dev.vman.journal;

/**
 * Makes acts of one kind from their recorded payload.
 *
 * @param <P> the payload: a record that Jackson writes and reads
 */
public interface ActKind<P> {
    /** Such as {@code vm.start}; recorded, so never renamed. */
    String kind();

    Class<P> payloadType();

    Act make(P payload);
}
