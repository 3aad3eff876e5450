package dev.vman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What lies in a folder, from one listing; only what the listing does not tell costs an lstat. */
public final class FolderListing {

    private FolderListing() {}

    /** What an entry is; a link is not followed. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER,
        /** It is there, and could not be asked. */
        UNKNOWN
    }

    /**
     * One entry.
     *
     * @param sizeBytes 0 where it was not asked for
     */
    public record Entry(Kind kind, long sizeBytes) {}

    /**
     * By name. Unknown when the folder can't be listed: also when it is not there, since a storage
     * that is not mounted says nothing of what was in it.
     *
     * @param sized whose size is wanted, by name
     */
    public static Presence<Map<String, Entry>> of(Path folder, Predicate<String> sized) {
        Map<String, Entry> entries = new HashMap<>();
        try {
            DirectoryEntries.forEach(
                    folder,
                    (name, kind) -> {
                        if (kind == Kind.UNKNOWN || sized.test(name)) {
                            add(entries, folder, name);
                        } else {
                            entries.put(name, new Entry(kind, 0));
                        }
                    });
        } catch (IOException trouble) {
            return new Presence.Unknown<>(folder + " can't be listed: " + trouble.getMessage());
        }
        return new Presence.Present<>(entries);
    }

    private static void add(Map<String, Entry> entries, Path folder, String name) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            folder.resolve(name),
                            BasicFileAttributes.class,
                            LinkOption.NOFOLLOW_LINKS);
            entries.put(name, new Entry(kind(attributes), attributes.size()));
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        } catch (IOException | InvalidPathException e) {
            entries.put(name, new Entry(Kind.UNKNOWN, 0));
        }
    }

    private static Kind kind(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return Kind.FILE;
        }
        if (attributes.isDirectory()) {
            return Kind.FOLDER;
        }
        return attributes.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
    }
}
