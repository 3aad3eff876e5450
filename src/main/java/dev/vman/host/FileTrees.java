package dev.vman.host;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Folders and who they belong to. Nothing here follows a link. */
@SuppressWarnings("DoNotCallSuggester") // the body comes next
public final class FileTrees {

    private FileTrees() {}

    /**
     * Removes the folder or file with all that is in it; a link is removed, not what it points to.
     * Not there is fine.
     */
    public static void deleteTree(Path root) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Gives the file to this user and the group of that number. Only root can. */
    public static void chown(Path file, int uid, int gid) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Sets the mode of a file or folder that is not a link. */
    public static void chmod(Path file, Set<PosixFilePermission> permissions) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The uid that owns the file. */
    public static int ownerOf(Path file) throws IOException {
        throw new UnsupportedOperationException();
    }
}
