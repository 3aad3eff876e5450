package dev.vman.operator;

import dev.vman.host.DurableFiles;
import dev.vman.host.FileTrees;
import dev.vman.host.FolderListing;
import dev.vman.host.UntrustedFiles;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StorageNames;
import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** The folder of a VM: the daemon's, readable by the group of the VM's own user. */
public final class VmFolders {
    private VmFolders() {}

    /** Idempotent. */
    public static void make(VmFolder folder, OptionalInt uid) {
        try {
            if (!Files.isDirectory(folder.folder(), LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(folder.folder());
            }
            own(folder.folder(), uid, "rwx--x---");
        } catch (IOException e) {
            throw StorageFailure.of("make " + folder.folder(), e);
        }
    }

    /** Lets the VM's user read, and nobody else. */
    public static void shareFiles(VmFolder folder, OptionalInt uid) {
        try {
            for (Path file : new Path[] {folder.kernel(), folder.initrd()}) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    own(file, uid, "rw-r-----");
                }
            }
            DurableFiles.fsyncDirectory(folder.folder());
        } catch (IOException e) {
            throw StorageFailure.of("share " + folder.folder(), e);
        }
    }

    private static void own(Path path, OptionalInt uid, String mode) throws IOException {
        if (uid.isPresent()) {
            FileTrees.chown(path, 0, uid.getAsInt());
        }
        FileTrees.chmod(path, PosixFilePermissions.fromString(mode));
    }

    /** Writes {@code manifest.json} durably, unless it is so already. */
    public static void writeManifest(VmFolder folder, byte[] content) {
        Path file = folder.manifest();
        try {
            if (!Files.exists(file) || !Arrays.equals(content, Files.readAllBytes(file))) {
                DurableFiles.write(file, content, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw StorageFailure.of("write " + file, e);
        }
    }

    /**
     * What {@code manifest.json} holds; no link is followed on the way to it, nor by it.
     *
     * @throws IOException also when it is larger than that
     */
    public static byte[] readManifest(VmFolder folder, int mostBytes) throws IOException {
        if (!Files.isDirectory(folder.folder(), LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(folder.folder().toString());
        }
        return UntrustedFiles.readAll(folder.manifest(), mostBytes);
    }

    /** Removes all of it. Idempotent. */
    public static void remove(VmFolder folder) {
        try {
            Path run = folder.run();
            if (Files.isSymbolicLink(run)) {
                FileTrees.deleteTree(Files.readSymbolicLink(run));
            }
            FileTrees.deleteTree(folder.folder());
        } catch (IOException e) {
            throw StorageFailure.of("remove " + folder.folder(), e);
        }
    }

    /** The VMs that have a folder, in no order; none when they can't be listed. */
    public static List<UUID> listed(StorageLayout layout) {
        return FolderListing.of(layout.vms(), _ -> false)
                .found()
                .map(Map::keySet)
                .orElse(Set.of())
                .stream()
                .flatMap(name ->
                        StorageNames.id(name).filter(id -> name.equals(id.toString())).stream())
                .toList();
    }

    public static boolean exists(VmFolder folder) {
        return Files.exists(folder.folder(), LinkOption.NOFOLLOW_LINKS);
    }
}
