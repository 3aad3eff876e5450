package dev.vman.operator;

import dev.vman.Failure;
import java.io.IOException;

/** Tells a full disk from other trouble with files. */
final class StorageFailure {
    private StorageFailure() {}

    static Failure of(String attempt, IOException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("No space left") || text.contains("Disk quota")) {
            return new Failure.NoSpace("Could not " + attempt + ": the storage is full.");
        }
        return new Failure.HostFailure(
                "storage-failed", "Could not " + attempt + ": " + e, null, e);
    }
}
