package dev.vman.host;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on the file system that holds a path; free means usable by us. */
public record Space(long totalBytes, long freeBytes) {

    public static Space of(Path path) throws IOException {
        return of(Files.getFileStore(path));
    }

    /** As above, without looking for the file system again: one {@code statvfs(2)} each. */
    public static Space of(FileStore store) throws IOException {
        return new Space(store.getTotalSpace(), store.getUsableSpace());
    }
}
