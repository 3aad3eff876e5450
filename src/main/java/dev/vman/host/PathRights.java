package dev.vman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the owners and modes of a file, and of all folders above it, let others do. The path is
 * absolute and has no links in it. An access control list that gives more shows in the group's
 * bits.
 */
public final class PathRights {
    private static final int WRITE_BY_OTHERS = 0022;
    private static final int READ_BY_ANYBODY = 0004;
    private static final int PASS_BY_ANYBODY = 0001;

    /** In such a folder only its owner can replace a file. */
    private static final int STICKY = 01000;

    private PathRights() {}

    /** Whether nobody but root and this process's user can write it or put another in its place. */
    public static boolean onlyOursToChange(Path file) throws IOException {
        if (!belongsToUs(file) || allows(file, WRITE_BY_OTHERS)) {
            return false;
        }
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            boolean closed = allows(folder, STICKY) || !allows(folder, WRITE_BY_OTHERS);
            if (!belongsToUs(folder) || !closed) {
                return false;
            }
        }
        return true;
    }

    /** Whether every user of the host may read it. */
    public static boolean readableByAnybody(Path file) throws IOException {
        if (!allows(file, READ_BY_ANYBODY)) {
            return false;
        }
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (!allows(folder, PASS_BY_ANYBODY)) {
                return false;
            }
        }
        return true;
    }

    private static boolean belongsToUs(Path path) throws IOException {
        int owner = FileTrees.ownerOf(path);
        return owner == 0 || owner == LibC.effectiveUid();
    }

    private static boolean allows(Path path, int bits) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return attributes.get("mode") instanceof Integer mode && (mode & bits) != 0;
    }
}
