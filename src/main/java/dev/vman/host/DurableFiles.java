package dev.vman.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that are either not there or complete, through a power failure too. The folder is ours
 * alone.
 */
public final class DurableFiles {

    private DurableFiles() {}

    /**
     * Writes {@code <name>.partial} beside the target, and publishes it. Replaces what was there;
     * when it fails, the target is as before.
     */
    public static void write(Path target, byte[] content, Set<PosixFilePermission> permissions)
            throws IOException {
        write(target, content, permissions, DurableFiles::publish);
    }

    /**
     * As {@link #write}, of what means nothing once the host has been restarted: it is complete for
     * whoever reads it until then, and nobody waits for the disk.
     */
    public static void writeVolatile(
            Path target, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        write(target, content, permissions, DurableFiles::rename);
    }

    private static void write(
            Path target, byte[] content, Set<PosixFilePermission> permissions, Publication way)
            throws IOException {
        Path partial = partialOf(target);
        Files.deleteIfExists(partial);
        try {
            fill(partial, content, permissions);
            way.publish(partial, target);
        } catch (IOException failed) {
            Files.deleteIfExists(partial);
            throw failed;
        }
    }

    /** How a finished partial file gets its name. */
    private interface Publication {
        void publish(Path partial, Path target) throws IOException;
    }

    private static void fill(Path partial, byte[] content, Set<PosixFilePermission> permissions)
            throws IOException {
        Set<StandardOpenOption> create =
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (FileChannel channel =
                FileChannel.open(
                        partial, create, PosixFilePermissions.asFileAttribute(permissions))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
        // creation is subject to the umask, this is not
        Files.setPosixFilePermissions(partial, permissions);
    }

    /**
     * Makes a finished partial file durable, renames it to its target in the same folder, and makes
     * the name durable.
     */
    public static void publish(Path partial, Path target) throws IOException {
        fsync(partial);
        rename(partial, target);
        fsyncDirectory(folderOf(target));
    }

    private static void rename(Path partial, Path target) throws IOException {
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes names that were added, changed or removed in this folder durable. */
    public static void fsyncDirectory(Path directory) throws IOException {
        fsync(directory);
    }

    /** Makes what is in a file durable. */
    public static void flush(Path file) throws IOException {
        fsync(file);
    }

    private static void fsync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Where the content of {@code target} is written before it is complete. */
    public static Path partialOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".partial");
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not a file: " + file);
        }
        return parent;
    }
}
