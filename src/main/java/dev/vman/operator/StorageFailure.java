package dev.vman.operator;

import dev.vman.Failure;
import java.io.IOException;

/** A file operation that failed, told as what the user can do about it. */
final class StorageFailure {
    private StorageFailure() {}

    static Failure of(String what, IOException cause) {
        String words = what + ": " + cause;
        return words.contains("No space left on device")
                ? new Failure.NoSpace(words)
                : new Failure.HostFailure("storage-failed", words, null, cause);
    }
}
