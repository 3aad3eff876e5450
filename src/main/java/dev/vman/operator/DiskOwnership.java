package dev.vman.operator;

import dev.vman.host.FileTrees;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.StorageLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Who may open a disk's file: the VM that has it, where VMs have users of their own; else the
 * daemon.
 */
final class DiskOwnership {
    private final StorageLayout layout;
    private final int daemonUid;

    DiskOwnership(StorageLayout layout, int daemonUid) {
        this.layout = layout;
        this.daemonUid = daemonUid;
    }

    /**
     * Gives the disk to this user. Does nothing for the daemon's own, and where the daemon is not
     * root.
     */
    void give(DriveSpec drive, int uid) {
        if (shared(uid)) {
            own(drive.file(), uid);
        }
    }

    /** Takes a disk back that a machine of this user had. */
    void takeBack(UUID disk, int uid) {
        if (!shared(uid)) {
            return;
        }
        for (DiskFormat format : DiskFormat.values()) {
            Path file = layout.disk(disk, format);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                own(file, daemonUid);
            }
        }
    }

    private boolean shared(int uid) {
        return daemonUid == 0 && uid != daemonUid;
    }

    private static void own(Path file, int uid) {
        try {
            FileTrees.chmod(file, PosixFilePermissions.fromString("rw-------"));
            FileTrees.chown(file, uid, uid);
        } catch (IOException e) {
            throw StorageFailure.of("give " + file + " to uid " + uid, e);
        }
    }
}
