package dev.vman.operator;

import dev.vman.host.FileTrees;
import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The folder that a VM's QEMU may write in. Its parent is the daemon's, so the folder itself can be
 * trusted; nothing in it can.
 *
 * @param shortPath where the folder is put, as {@code <shortPath>/<vm>}, when its sockets' paths
 *     would be too long otherwise
 */
record RunFolder(VmFolder vm, Path shortPath) {
    /** sun_path, less the NUL at its end; see unix(7). */
    private static final int LONGEST_SOCKET_PATH = 107;

    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<String> LOGS =
            Set.of("qemu.log", "qemu.log.1", "console.log", "console.log.1");

    /** The folder by the path that sockets are reached through. */
    Path path() {
        return fits(vm.spareSocket()) ? vm.run() : shortPath.resolve(vm.vm().toString());
    }

    Path qmpSocket() {
        return path().resolve(vm.qmpSocket().getFileName());
    }

    Path agentSocket() {
        return path().resolve(vm.agentSocket().getFileName());
    }

    Path filesSocket() {
        return path().resolve(vm.filesSocket().getFileName());
    }

    private static boolean fits(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH;
    }

    /** Makes the folder, and leaves nothing in it but the logs of earlier runs. Idempotent. */
    void prepare(OptionalInt uid) throws IOException {
        VmFolders.make(vm, uid);
        if (!path().equals(vm.run())) {
            link();
        } else if (Files.isSymbolicLink(vm.run())) {
            Files.delete(vm.run());
        }
        makePrivate();
        if (uid.isPresent()) {
            FileTrees.chown(path(), uid.getAsInt(), uid.getAsInt());
        }
        sweep();
    }

    private void link() throws IOException {
        if (!Files.isDirectory(shortPath)) {
            Files.createDirectories(shortPath);
            // Others pass through, and can't list.
            FileTrees.chmod(shortPath, PosixFilePermissions.fromString("rwx--x--x"));
        }
        boolean linked =
                Files.isSymbolicLink(vm.run()) && Files.readSymbolicLink(vm.run()).equals(path());
        if (!linked) {
            FileTrees.deleteTree(vm.run());
            Files.createSymbolicLink(vm.run(), path());
        }
    }

    private void makePrivate() throws IOException {
        if (!Files.isDirectory(path(), LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(path(), PosixFilePermissions.asFileAttribute(PRIVATE));
        }
        FileTrees.chmod(path(), PRIVATE);
    }

    /** Sockets of a dead process, and whatever else it made. */
    private void sweep() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path())) {
            for (Path entry : entries) {
                if (!isLog(entry)) {
                    FileTrees.deleteTree(entry);
                }
            }
        }
    }

    private static boolean isLog(Path entry) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(entry, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return LOGS.contains(entry.getFileName().toString()) && attributes.isRegularFile();
    }

    /** Removes the sockets of a process that is gone. */
    void removeSockets() throws IOException {
        if (Files.isDirectory(path(), LinkOption.NOFOLLOW_LINKS)) {
            sweep();
        }
    }
}
