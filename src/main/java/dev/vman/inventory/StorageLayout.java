package dev.vman.inventory;

import java.nio.file.Path;
import java.util.UUID;

/**
 * Every file name in the storage folder; mirrored by ARCHITECTURE.md. Names come from ids alone.
 */
public record StorageLayout(Path root) {
    public StorageLayout {
        root = root.toAbsolutePath().normalize();
    }

    public Path token() {
        return root.resolve("token");
    }

    /** H2's file, where H2 is the database. */
    public Path database() {
        return root.resolve("vman.mv.db");
    }

    /** There while lost rows are being found again. */
    public Path recovering() {
        return root.resolve("recovering");
    }

    /** Takes room that is given up before the file system is full. */
    Path ballast() {
        return root.resolve("ballast");
    }

    public Path ownerLock() {
        return root.resolve("owner.lock");
    }

    /** What the accelerator probe found on this boot of the host. */
    public Path accelerator() {
        return root.resolve("accelerator.json");
    }

    /** Kernels and initrds that people put here. */
    public Path boot() {
        return root.resolve("boot");
    }

    public Path disks() {
        return root.resolve("disks");
    }

    public Path vms() {
        return root.resolve("vms");
    }

    /** A folder for each network on a bridge, with its DHCP server's files. */
    public Path networks() {
        return root.resolve("networks");
    }

    /** What a repair moved away, with a note each; the daemon's alone. */
    public Path quarantine() {
        return root.resolve("quarantine");
    }

    /** Files that images may be imported from. */
    public Path imports() {
        return root.resolve("import");
    }

    /** READY images: the daemon's own, to be read by every QEMU. */
    public Path images() {
        return root.resolve("images");
    }

    public Path image(UUID id, ImageKind kind) {
        return images().resolve(
                        switch (kind) {
                            case DISK -> id + "." + DiskFormat.QCOW2.wireName();
                            case ISO -> id + ".iso";
                        });
    }

    /** What the daemon says of an image, beside it. */
    public Path imageNote(UUID id) {
        return images().resolve(id + ".json");
    }

    /** A folder for each image that is being imported. */
    public Path imageWork() {
        return images().resolve("work");
    }

    public Path imageWork(UUID id) {
        return imageWork().resolve(id.toString());
    }

    public Path disk(UUID id, DiskFormat format) {
        return disks().resolve(id + "." + format.wireName());
    }

    /** A disk that is being made. */
    public Path partialDisk(UUID id) {
        return disks().resolve(id + ".partial");
    }

    public VmFolder vm(UUID id) {
        return new VmFolder(id, vms().resolve(id.toString()));
    }
}
