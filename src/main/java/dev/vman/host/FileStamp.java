package dev.vman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which file lies at a path, and when it was written last: the same as long as nobody replaces it
 * or writes to it.
 */
public record FileStamp(@Nullable Object key, long sizeBytes, FileTime modifiedAt) {
    /** Of a regular file; empty where there is none, or it can't be asked. Follows no link. */
    public static Optional<FileStamp> of(Path file) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    ? Optional.of(
                            new FileStamp(
                                    attributes.fileKey(),
                                    attributes.size(),
                                    attributes.lastModifiedTime()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
