package dev.vman.image;

import dev.vman.Failure;
import dev.vman.host.DurableFiles;
import dev.vman.host.FileStamp;
import dev.vman.host.FileTrees;
import dev.vman.host.FolderListing;
import dev.vman.host.Presence;
import dev.vman.host.ProcessTable;
import dev.vman.host.UntrustedFiles;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StorageNames;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** READY images' files in the storage folder. In a dry run only their notes are there. */
public final class ImageFiles {
    private final StorageLayout layout;
    private final ProcessTable processes;
    private final ImageNotes notes;
    private final ImageLimits limits;
    private final boolean dryRun;

    ImageFiles(
            StorageLayout layout,
            ProcessTable processes,
            ImageNotes notes,
            ImageLimits limits,
            boolean dryRun) {
        this.layout = layout;
        this.processes = processes;
        this.notes = notes;
        this.limits = limits;
        this.dryRun = dryRun;
    }

    public Presence<Path> look(UUID id, ImageKind kind) {
        Path file = layout.image(id, kind);
        if (dryRun || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Presence.Present<>(file);
        }
        return Files.notExists(file, LinkOption.NOFOLLOW_LINKS)
                ? new Presence.Absent<>()
                : new Presence.Unknown<>(file + " is no regular file, or can't be reached");
    }

    /** What was noted when it was published; throws {@link Failure} where nothing sound was. */
    public ImageNote note(UUID id) {
        return notes.read(id);
    }

    /** Ids that a file in the folder of images has. */
    public Set<UUID> listed() {
        Set<UUID> listed = new HashSet<>();
        FolderListing.of(layout.images(), _ -> false)
                .found()
                .ifPresent(files ->
                        files.keySet()
                                .forEach(name -> StorageNames.id(name).ifPresent(listed::add)));
        return listed;
    }

    /** Ids of imports of which something lies about. */
    public Set<UUID> underWork() {
        Set<UUID> listed = new HashSet<>();
        FolderListing.of(layout.imageWork(), _ -> false)
                .found()
                .ifPresent(files ->
                        files.keySet()
                                .forEach(name -> StorageNames.id(name).ifPresent(listed::add)));
        return listed;
    }

    /** Throws unless the file is what only a READY image may be. */
    public void requireSound(UUID id, ImageKind kind) {
        try (FileChannel channel = UntrustedFiles.openRegular(layout.image(id, kind))) {
            if (limits.gate().judge(ByteView.of(channel), kind)
                    instanceof Verdict.Refused(String reason)) {
                throw ImageFailure.refused(reason);
            }
        } catch (IOException e) {
            throw ImageFailure.of("read " + layout.image(id, kind), e);
        }
    }

    /** The SHA-256 of its file as it is now; reads all of it. Empty where it can't be read. */
    public Optional<String> checksum(UUID id, ImageKind kind) {
        try (FileChannel channel = UntrustedFiles.openRegular(layout.image(id, kind))) {
            return Optional.of(Checksum.of(channel));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Reckons the checksum and adds it to the note; reads all of the file. Idempotent. Throws
     * {@link Failure} where the file is not the one that was noted, or the watch gives up.
     */
    public void noteChecksum(UUID id, ImportWatch watch) {
        ImageNote note = notes.read(id);
        if (note.sha256() != null) {
            return;
        }
        Path file = layout.image(id, note.kind());
        try (FileChannel channel = UntrustedFiles.openRegular(file)) {
            String checksum = Checksum.of(channel, watch);
            // Afterwards: what was written meanwhile has been read in part.
            if (FileStamp.of(file).filter(note::describes).isEmpty()) {
                throw ImageFailure.refused(file + " is not as it was when the image became ready");
            }
            notes.write(note.with(checksum));
        } catch (IOException e) {
            throw ImageFailure.of("reckon the checksum of " + file, e);
        }
    }

    /**
     * Throws unless it is proven that no other process has the file open.
     *
     * @throws Failure.Conflict {@code image-in-use}
     * @throws Failure.Unavailable could not tell
     */
    public void requireUnused(UUID id, ImageKind kind) {
        if (dryRun) {
            return;
        }
        switch (processes.holdersOf(layout.image(id, kind))) {
            case Presence.Present<Set<Long>>(Set<Long> holders) -> refuseIfHeld(id, holders);
            case Presence.Absent<Set<Long>> _ -> {}
            case Presence.Unknown<Set<Long>>(String reason) ->
                    throw Failure.Unavailable.now(
                            "image-holders-unknown",
                            "It can't be told whether a process uses image " + id + ": " + reason,
                            "End that process, or run VMAN with the rights to look at it.");
        }
    }

    /** We only ever read it, and mind nothing. */
    private static void refuseIfHeld(UUID id, Set<Long> holders) {
        Set<Long> others = new HashSet<>(holders);
        var _ = others.remove(ProcessHandle.current().pid());
        if (!others.isEmpty()) {
            throw new Failure.Conflict(
                    "image-in-use",
                    "Processes have image " + id + " open: " + others + ".",
                    "End them, then repeat the request.");
        }
    }

    /** Removes file, note, and what was left of importing it. Idempotent. */
    public void remove(UUID id) {
        try {
            for (ImageKind kind : ImageKind.values()) {
                Files.deleteIfExists(layout.image(id, kind));
            }
            Files.deleteIfExists(DurableFiles.partialOf(layout.imageNote(id)));
            Files.deleteIfExists(layout.imageNote(id));
            FileTrees.deleteTree(layout.imageWork(id));
            DurableFiles.fsyncDirectory(layout.images());
        } catch (IOException e) {
            throw ImageFailure.of("remove image " + id, e);
        }
    }
}
