package dev.vman.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Folders and who they belong to. Nothing here follows a link. */
public final class FileTrees {

    private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;

    /**
     * Each level holds a descriptor; nobody needs that many, but a guest's QEMU could make them.
     */
    private static final int DEEPEST = 64;

    private FileTrees() {}

    /**
     * Removes the folder or file with all that is in it; a link is removed, not what it points to,
     * also when a folder becomes one meanwhile. Not there is fine.
     */
    public static void deleteTree(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("refusing to delete " + root);
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent)) {
            delete(secure(parent, stream), absolute.getFileName(), 0);
        } catch (NoSuchFileException notThere) {
            // what was asked for
        }
    }

    private static SecureDirectoryStream<Path> secure(Path folder, DirectoryStream<Path> stream)
            throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new FileSystemException(folder.toString(), null, "can't be walked safely");
    }

    private static void delete(SecureDirectoryStream<Path> folder, Path name, int depth)
            throws IOException {
        if (depth > DEEPEST) {
            throw new FileSystemException(name.toString(), null, "folders nested too deep");
        }
        boolean isFolder =
                folder.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW)
                        .readAttributes()
                        .isDirectory();
        if (!isFolder) {
            folder.deleteFile(name);
            return;
        }
        try (SecureDirectoryStream<Path> inner = folder.newDirectoryStream(name, NOFOLLOW)) {
            for (Path entry : inner) {
                delete(inner, entry.getFileName(), depth + 1);
            }
        }
        folder.deleteDirectory(name);
    }

    /**
     * Gives the file to this user and group; a link itself, not what it points to. Only root can.
     */
    public static void chown(Path file, int uid, int gid) throws IOException {
        Files.setAttribute(file, "unix:gid", gid, NOFOLLOW);
        Files.setAttribute(file, "unix:uid", uid, NOFOLLOW);
    }

    /** Sets the mode of a file or folder; refuses a link, which Java's NOFOLLOW_LINKS does not. */
    public static void chmod(Path file, Set<PosixFilePermission> permissions) throws IOException {
        try (PinnedFile pinned = PinnedFile.of(file)) {
            pinned.refuseLink();
            Files.setPosixFilePermissions(pinned.path(), permissions);
        }
    }

    /** The uid that owns the file, or the link. */
    public static int ownerOf(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid", NOFOLLOW);
    }
}
