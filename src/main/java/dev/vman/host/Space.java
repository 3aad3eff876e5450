package dev.vman.host;

import java.io.IOException;
import java.nio.file.Path;

/** Room on the file system that holds a path. */
@SuppressWarnings("DoNotCallSuggester") // the body comes next
public record Space(long totalBytes, long freeBytes) {

    /** Free means: usable by us. */
    public static Space of(Path path) throws IOException {
        throw new UnsupportedOperationException();
    }
}
