package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.host.AllocatedSize;
import dev.vman.host.DurableFiles;
import dev.vman.host.FileTrees;
import dev.vman.host.FolderListing;
import dev.vman.host.Presence;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StorageNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Disk files in the storage folder: whole, or not there. In a dry run every file counts as there.
 */
public final class DiskFiles {
    private final StorageLayout layout;
    private final DiskImages images;
    private final ProcessTable processes;
    private final boolean dryRun;

    public DiskFiles(
            StorageLayout layout, DiskImages images, ProcessTable processes, boolean dryRun) {
        this.layout = layout;
        this.images = images;
        this.processes = processes;
        this.dryRun = dryRun;
    }

    /** Makes an empty disk: partial, flushed, renamed. Idempotent. */
    public void make(UUID disk, DiskFormat format, ByteSize size) {
        images.create(layout.partialDisk(disk), format, size);
        publish(disk, format);
    }

    /** As {@link #make}, of a qcow2 that reads from a READY image what it does not hold itself. */
    public void makeOverlay(UUID disk, UUID image, ByteSize size) {
        images.createOverlay(layout.partialDisk(disk), layout.image(image, ImageKind.DISK), size);
        publish(disk, DiskFormat.QCOW2);
    }

    private void publish(UUID disk, DiskFormat format) {
        if (dryRun) {
            return;
        }
        try {
            DurableFiles.publish(layout.partialDisk(disk), layout.disk(disk, format));
        } catch (IOException e) {
            throw StorageFailure.of("publish disk " + disk, e);
        }
    }

    public Presence<Path> look(UUID disk, DiskFormat format) {
        Path file = layout.disk(disk, format);
        if (dryRun || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Presence.Present<>(file);
        }
        return Files.notExists(file, LinkOption.NOFOLLOW_LINKS)
                ? new Presence.Absent<>()
                : new Presence.Unknown<>(file + " is no regular file, or can't be reached");
    }

    /** Whether the file of an image that a disk leans on is there. */
    public boolean hasImage(Path image) {
        return dryRun || Files.isRegularFile(image, LinkOption.NOFOLLOW_LINKS);
    }

    /** What it takes on the file system, in bytes; 0 when that can't be told. */
    public long usedBytes(UUID disk, DiskFormat format) {
        return AllocatedSize.of(layout.disk(disk, format)).orElse(0);
    }

    /**
     * Throws unless it is proven that no process has the file open.
     *
     * @throws Failure.Conflict {@code disk-in-use}
     * @throws Failure.Unavailable could not tell
     */
    public void requireUnused(UUID disk, DiskFormat format) {
        if (dryRun) {
            return;
        }
        switch (processes.holdersOf(layout.disk(disk, format))) {
            case Presence.Present<Set<Long>>(Set<Long> holders) -> refuseIfHeld(disk, holders);
            case Presence.Absent<Set<Long>> _ -> {}
            case Presence.Unknown<Set<Long>>(String reason) ->
                    throw Failure.Unavailable.now(
                            "disk-holders-unknown",
                            "It can't be told whether a process uses disk " + disk + ": " + reason,
                            "End that process, or run VMAN with the rights to look at it.");
        }
    }

    private static void refuseIfHeld(UUID disk, Set<Long> holders) {
        if (!holders.isEmpty()) {
            throw new Failure.Conflict(
                    "disk-in-use",
                    "Processes have disk " + disk + " open: " + holders + ".",
                    "End them, then repeat the request.");
        }
    }

    /** Files in the folder of disks that are named like a disk's: id and format, any kind. */
    public Map<UUID, DiskFormat> listed() {
        Map<UUID, DiskFormat> listed = new HashMap<>();
        FolderListing.of(layout.disks(), _ -> false)
                .found()
                .map(Map::keySet)
                .orElse(Set.of())
                .forEach(name ->
                        StorageNames.id(name)
                                .ifPresent(id ->
                                        format(id, name).ifPresent(as -> listed.put(id, as))));
        return listed;
    }

    private Optional<DiskFormat> format(UUID id, String name) {
        return Stream.of(DiskFormat.values())
                .filter(format -> layout.disk(id, format).endsWith(name))
                .findFirst();
    }

    /**
     * The image of ours that a disk's header refers to, in exactly the words that we write; empty
     * for every other disk.
     */
    public Optional<UUID> imageOf(UUID disk, DiskFormat format) {
        if (dryRun || format != DiskFormat.QCOW2) {
            return Optional.empty();
        }
        Optional<String> refersTo = Qcow2Header.read(layout.disk(disk, format)).refersTo();
        return FolderListing.of(layout.images(), _ -> false)
                .found()
                .map(Map::keySet)
                .orElse(Set.of())
                .stream()
                .flatMap(name -> StorageNames.id(name).stream())
                .filter(id ->
                        refersTo.equals(
                                Optional.of(
                                        ImageFacts.backingFile(
                                                layout.image(id, ImageKind.DISK).toString()))))
                .findFirst();
    }

    /**
     * The size of a disk that stands alone, or leans on this image, by {@code qemu-img} under its
     * limits.
     *
     * @throws Failure.HostFailure {@code image-unusable}: it is no image of this format, or leans
     *     on other files
     */
    public ByteSize soundSize(UUID disk, DiskFormat format, @Nullable UUID image) {
        Path file = layout.disk(disk, format);
        if (!look(disk, format).isPresent()) {
            throw new Failure.HostFailure(
                    "image-unusable", file + " is no regular file.", null, null);
        }
        requireHarmless(disk, format);
        return image == null
                ? images.standaloneSize(file, format)
                : images.virtualSize(file, format);
    }

    /** qemu-img opens what a header refers to, and a guest's QEMU could have written it. */
    private void requireHarmless(UUID disk, DiskFormat format) {
        Path file = layout.disk(disk, format);
        boolean refers =
                !dryRun
                        && format == DiskFormat.QCOW2
                        && Qcow2Header.read(file).refersTo().isPresent();
        if (refers && imageOf(disk, format).isEmpty()) {
            throw new Failure.HostFailure(
                    "image-unusable",
                    file + " refers to another file, which is not an image of ours.",
                    "Look at the findings of this disk.",
                    null);
        }
    }

    /** Closes the file to everybody but the daemon. Idempotent. */
    public void takeBack(UUID disk, DiskFormat format) {
        Path file = layout.disk(disk, format);
        if (dryRun) {
            return;
        }
        try {
            FileTrees.chmod(file, PosixFilePermissions.fromString("rw-------"));
            int daemon = FileTrees.ownerOf(layout.disks());
            if (FileTrees.ownerOf(file) != daemon) {
                FileTrees.chown(file, daemon, daemon);
            }
        } catch (IOException e) {
            throw StorageFailure.of("take back disk " + disk, e);
        }
    }

    /** Removes the file and what was left of making it. Idempotent. */
    public void remove(UUID disk, DiskFormat format) {
        if (dryRun) {
            return;
        }
        try {
            Files.deleteIfExists(layout.partialDisk(disk));
            Files.deleteIfExists(layout.disk(disk, format));
            DurableFiles.fsyncDirectory(layout.disks());
        } catch (IOException e) {
            throw StorageFailure.of("remove disk " + disk, e);
        }
    }

    /** Grows a disk that no process has open. Idempotent. */
    public void grow(UUID disk, DiskFormat format, ByteSize size) {
        requireHarmless(disk, format);
        images.grow(layout.disk(disk, format), format, size);
    }
}
