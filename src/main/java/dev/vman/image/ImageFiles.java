package dev.vman.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import dev.vman.host.DurableFiles;
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
    private static final int MOST_NOTE_BYTES = 64 << 10;
    private final StorageLayout layout;
    private final ProcessTable processes;
    private final ObjectMapper json;
    private final ImageLimits limits;
    private final boolean dryRun;

    ImageFiles(
            StorageLayout layout,
            ProcessTable processes,
            ObjectMapper json,
            ImageLimits limits,
            boolean dryRun) {
        this.layout = layout;
        this.processes = processes;
        this.json = json;
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
        Path file = layout.imageNote(id);
        try {
            ImageNote note =
                    json.readValue(UntrustedFiles.readAll(file, MOST_NOTE_BYTES), ImageNote.class);
            if (note.schema() == ImageNote.SCHEMA && id.equals(note.id())) {
                return note;
            }
        } catch (IOException e) {
            throw ImageFailure.of("read " + file, e);
        }
        throw ImageFailure.refused(file + " is the note of something else");
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
     * Throws unless it is proven that no process has the file open.
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

    private static void refuseIfHeld(UUID id, Set<Long> holders) {
        if (!holders.isEmpty()) {
            throw new Failure.Conflict(
                    "image-in-use",
                    "Processes have image " + id + " open: " + holders + ".",
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
