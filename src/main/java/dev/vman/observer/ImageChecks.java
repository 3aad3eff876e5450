package dev.vman.observer;

import dev.vman.host.FileStamp;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.StorageLayout;
import dev.vman.journal.Journal;
import dev.vman.operator.ImageFacts;
import dev.vman.operator.ImageInspection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was found inside disks' files. Kept in memory, and forgotten when a file changes. What acts
 * touch meanwhile, or a QEMU begins to write, says nothing: it is looked into another time.
 */
@ApplicationScoped
class ImageChecks {
    /** A pass must not grow with what is wrong; the rounds see to the rest. */
    private static final int REFRESHED = 100;

    private final ImageCandidates candidates;
    private final ImageInspection images;
    private final StorageLayout layout;
    private final Journal journal;
    private final Map<UUID, Found> found = new ConcurrentHashMap<>();
    private final ReentrantLock oneAtATime = new ReentrantLock();

    ImageChecks(
            ImageCandidates candidates,
            ImageInspection images,
            StorageLayout layout,
            Journal journal) {
        this.candidates = candidates;
        this.images = images;
        this.layout = layout;
        this.journal = journal;
    }

    /** What one file was found to be, when it was like this. */
    private record Found(FileStamp stamp, Optional<ImageFlaw> flaw, boolean ofTables) {
        /** A header alone does not tell that damaged tables are well again. */
        boolean outlasts(Found fromHeader) {
            return ofTables && flaw.isPresent() && fromHeader.flaw().isEmpty();
        }
    }

    /** Those that were never looked into come first. Forgets disks that are not there any more. */
    List<ImageCandidate> due() {
        List<ImageCandidate> all = candidates.all();
        Set<UUID> ids = all.stream().map(ImageCandidate::id).collect(Collectors.toSet());
        found.keySet().retainAll(ids);
        return all.stream()
                .sorted(Comparator.comparing(disk -> found.containsKey(disk.id())))
                .toList();
    }

    /**
     * Looks into a file.
     *
     * @param also even if it rests as it was looked into before
     * @return whether it was looked into
     */
    boolean check(ImageCandidate disk, boolean also) {
        oneAtATime.lock();
        try {
            Optional<FileStamp> stamp = FileStamp.of(file(disk));
            @Nullable Found before = found.get(disk.id());
            boolean same = before != null && stamp.equals(Optional.of(before.stamp()));
            if (same && disk.atRest() && !also) {
                return false;
            }
            Optional<Found> now = stamp.flatMap(seen -> look(disk, file(disk), seen));
            if (now.isEmpty()) {
                found.remove(disk.id());
            } else if (before == null || disk.atRest() || !before.outlasts(now.get())) {
                found.put(disk.id(), now.get());
            }
            return true;
        } finally {
            oneAtATime.unlock();
        }
    }

    private Optional<Found> look(ImageCandidate disk, Path file, FileStamp stamp) {
        Optional<Content> first = isTouched(disk) ? Optional.empty() : read(disk, file);
        return first.filter(content ->
                        content.flaw().isEmpty() || isConfirmed(disk, file, stamp, content))
                .map(content -> new Found(stamp, content.flaw(), disk.atRest()));
    }

    /** Only what two readings show of a file that nobody touched is true. */
    private boolean isConfirmed(ImageCandidate disk, Path file, FileStamp stamp, Content content) {
        return read(disk, file).equals(Optional.of(content)) && isAsItWas(disk, file, stamp);
    }

    /** What one reading showed. */
    private record Content(Optional<ImageFlaw> flaw) {}

    /** Empty when it can't be told. */
    private Optional<Content> read(ImageCandidate disk, Path file) {
        return images.look(file, disk.format()).found().flatMap(facts -> read(disk, file, facts));
    }

    private Optional<Content> read(ImageCandidate disk, Path file, ImageFacts facts) {
        Optional<ImageFlaw> flaw = ImageFlaw.of(disk, facts, Optional.empty());
        if (flaw.isPresent() || !disk.atRest() || disk.format() != DiskFormat.QCOW2) {
            return Optional.of(new Content(flaw));
        }
        return images.check(file)
                .found()
                .map(damage -> new Content(ImageFlaw.of(disk, facts, damage)));
    }

    private boolean isTouched(ImageCandidate disk) {
        return journal.isBusy(disk.id()) || disk.vm().filter(journal::isBusy).isPresent();
    }

    private boolean isAsItWas(ImageCandidate disk, Path file, FileStamp stamp) {
        return !isTouched(disk)
                && candidates.of(disk.id()).filter(disk::equals).isPresent()
                && (!disk.atRest() || FileStamp.of(file).filter(stamp::equals).isPresent());
    }

    /** What a pass goes by. */
    Told told() {
        Map<UUID, ImageFlaw> flaws = new HashMap<>();
        found.forEach((disk, result) -> result.flaw().ifPresent(flaw -> flaws.put(disk, flaw)));
        return new Told(flaws, Collections.unmodifiableSet(found.keySet()));
    }

    /**
     * Sees what became of flaws. A file that is written to is looked into at once, which is one
     * short read; of one that rests and has changed nothing is known any more.
     *
     * @return those that are to be looked into again
     */
    List<ImageCandidate> refresh() {
        return found.entrySet().stream()
                .filter(entry -> entry.getValue().flaw().isPresent())
                .limit(REFRESHED)
                .flatMap(entry -> candidates.of(entry.getKey()).stream())
                .filter(this::isToBeSeenAgain)
                .toList();
    }

    private boolean isToBeSeenAgain(ImageCandidate disk) {
        if (!disk.atRest()) {
            boolean _ = check(disk, true);
            return false;
        }
        @Nullable Found result = found.get(disk.id());
        boolean changed =
                result == null || !FileStamp.of(file(disk)).equals(Optional.of(result.stamp()));
        if (changed) {
            found.remove(disk.id());
        }
        return changed;
    }

    private Path file(ImageCandidate disk) {
        return layout.disk(disk.id(), disk.format());
    }

    /**
     * What was found inside files.
     *
     * @param flaws by disk
     * @param looked the disks whose files were looked into: the others could be anything
     */
    record Told(Map<UUID, ImageFlaw> flaws, Set<UUID> looked) {
        static final Told NOTHING = new Told(Map.of(), Set.of());
    }
}
