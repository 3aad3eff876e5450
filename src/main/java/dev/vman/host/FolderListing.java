package dev.vman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/** What lies in a folder: one listing, and one lstat an entry. */
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

    /** One entry. */
    public record Entry(Kind kind, long sizeBytes) {}

    /**
     * By name. Unknown when the folder can't be listed: also when it is not there, since a storage
     * that is not mounted says nothing of what was in it.
     */
    public static Presence<Map<String, Entry>> of(Path folder) {
        String[] names = folder.toFile().list();
        if (names == null) {
            return new Presence.Unknown<>(folder + " can't be listed");
        }
        Map<String, Entry> entries = HashMap.newHashMap(names.length);
        for (String name : names) {
            add(entries, folder, name);
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
        } catch (IOException | java.nio.file.InvalidPathException e) {
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
