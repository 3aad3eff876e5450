package dev.vman.host;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Holds {@code <storage>/owner.lock}: one daemon per storage. The kernel lets go of it when the
 * process ends.
 */
@SuppressWarnings("DoNotCallSuggester") // the body comes next
public final class OwnerLock implements AutoCloseable {

    private OwnerLock() {}

    /** Tries once, without waiting. The file stays when the lock is gone. */
    public static Claim claim(Path storage) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    /** What came of trying to become the owner. */
    public sealed interface Claim {

        record Held(OwnerLock lock) implements Claim {}

        /** Somebody else is the owner; the holder is for people, such as {@code process 4711}. */
        record Refused(String holder) implements Claim {}
    }
}
