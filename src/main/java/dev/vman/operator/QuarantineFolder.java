package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.host.DurableFiles;
import dev.vman.host.ExclusiveMove;
import dev.vman.host.FileSight;
import dev.vman.host.FileTrees;
import dev.vman.host.FolderListing.Kind;
import dev.vman.host.HostFacts;
import dev.vman.host.Presence;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StoragePlace;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * {@code quarantine/}: things that a repair moved away from their place in the storage, and can
 * move back. Things are renamed, never copied; a link is moved, and never followed.
 */
@Singleton
public final class QuarantineFolder {
    private static final int LONGEST_NAME = 200;
    private final StorageLayout layout;
    private final HostFacts host;

    QuarantineFolder(StorageLayout layout, HostFacts host) {
        this.layout = layout;
        this.host = host;
    }

    /** Where a thing is that has a note. */
    public enum Whereabouts {
        AT_ITS_PLACE,
        IN_QUARANTINE,
        /** Its place is taken by another. */
        AT_BOTH,
        NOWHERE,
        COULD_NOT_TELL
    }

    /**
     * What lies at this place now.
     *
     * @throws Failure.NotFound nothing does
     */
    public QuarantineNote describe(UUID finding, StoragePlace place, String why, Instant now) {
        requireOurFolders(place);
        return switch (FileSight.of(place.path())) {
            case Presence.Present<FileSight>(FileSight sight) ->
                    new QuarantineNote(
                            QuarantineNote.SCHEMA,
                            finding,
                            place.path().toString(),
                            why,
                            now,
                            sight.kind().name().toLowerCase(Locale.ROOT),
                            sight.sizeBytes(),
                            sight.uid(),
                            sight.gid(),
                            sight.mode());
            case Presence.Absent<FileSight> _ ->
                    throw new Failure.NotFound(
                            "file-not-found",
                            "There is nothing at " + place.path() + ".",
                            "It is gone already; the next pass resolves the finding.");
            case Presence.Unknown<FileSight>(String reason) -> throw untold(place.path(), reason);
        };
    }

    /** What is above the thing must be what VMAN made: a link there would lead elsewhere. */
    public void requireOurFolders(StoragePlace place) {
        for (Path folder = place.path().getParent();
                folder != null && !folder.equals(layout.root());
                folder = folder.getParent()) {
            boolean ours =
                    FileSight.of(folder)
                            .found()
                            .filter(sight -> sight.kind() == Kind.FOLDER)
                            .isPresent();
            if (!ours) {
                throw new Failure.Conflict(
                        "not-in-storage",
                        folder + " is no folder, so " + place.path() + " lies elsewhere.",
                        "Move it away by hand, if it is to go.");
            }
        }
    }

    public Whereabouts look(QuarantineNote note) {
        Presence<FileSight> place = FileSight.of(Path.of(note.path()));
        Presence<FileSight> entry = FileSight.of(entry(note));
        if (place.isUnknown() || entry.isUnknown()) {
            return Whereabouts.COULD_NOT_TELL;
        }
        if (place.isPresent()) {
            return entry.isPresent() ? Whereabouts.AT_BOTH : Whereabouts.AT_ITS_PLACE;
        }
        return entry.isPresent() ? Whereabouts.IN_QUARANTINE : Whereabouts.NOWHERE;
    }

    /** Away from its place. */
    public void moveIn(QuarantineNote note) {
        move(Path.of(note.path()), entry(note));
    }

    /** Back to its place, which must be free. */
    public void moveBack(QuarantineNote note) {
        move(entry(note), Path.of(note.path()));
    }

    private static void move(Path from, Path to) {
        try {
            ExclusiveMove.move(from, to);
        } catch (FileAlreadyExistsException e) {
            throw taken(to);
        } catch (AtomicMoveNotSupportedException e) {
            throw new Failure.Conflict(
                    "other-file-system",
                    from + " is on another file system than " + to + ", and nothing is copied.",
                    "Move it by hand.");
        } catch (IOException e) {
            throw StorageFailure.of("move " + from + " to " + to, e);
        }
    }

    /** The refusal of a place where something is. */
    public static Failure taken(Path place) {
        return new Failure.Conflict(
                "place-taken",
                "There is something at " + place + ".",
                "Move it away first, or keep both as they are.");
    }

    /**
     * Closes it to everybody but the daemon, also under other names that it may have. Idempotent;
     * does nothing where it is not.
     */
    public void close(QuarantineNote note) {
        if (isOwned(note) && FileSight.of(entry(note)).isPresent()) {
            Set<PosixFilePermission> mode =
                    PosixFilePermissions.fromString(
                            note.kind().equals("folder") ? "rwx------" : "rw-------");
            own(entry(note), mode, host.effectiveUid(), 0);
        }
    }

    /** Gives it back to whom it belonged. Idempotent; does nothing where it is not. */
    public void reopen(QuarantineNote note) {
        if (isOwned(note) && FileSight.of(entry(note)).isPresent()) {
            own(entry(note), permissions(note.mode()), note.uid(), note.gid());
        }
    }

    private static boolean isOwned(QuarantineNote note) {
        return note.kind().equals("file") || note.kind().equals("folder");
    }

    private void own(Path entry, Set<PosixFilePermission> mode, int uid, int gid) {
        try {
            FileTrees.chmod(entry, mode);
            if (host.effectiveUid() == 0) {
                FileTrees.chown(entry, uid, gid);
            }
        } catch (IOException e) {
            throw StorageFailure.of("change who may open " + entry, e);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                permissions.add(all[bit]);
            }
        }
        return permissions;
    }

    /** Deletes the thing for ever; does nothing where it is not. */
    public void delete(QuarantineNote note) {
        try {
            FileTrees.deleteTree(entry(note));
            DurableFiles.fsyncDirectory(layout.quarantine());
        } catch (IOException e) {
            throw StorageFailure.of("delete " + entry(note), e);
        }
    }

    /**
     * {@code <finding>-<old name>}; a name that would become too long is told by the note alone.
     */
    Path entry(QuarantineNote note) {
        String name = String.valueOf(Path.of(note.path()).getFileName());
        boolean fits = name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
        return layout.quarantine().resolve(note.finding() + "-" + (fits ? name : "long-name"));
    }

    /** The refusal of what can't be told: nothing is moved on a guess. */
    public static Failure untold(Path file, String reason) {
        return Failure.Unavailable.now(
                "file-unknown",
                "It can't be told what " + file + " is, or who uses it: " + reason,
                "Look at it by hand.");
    }
}
