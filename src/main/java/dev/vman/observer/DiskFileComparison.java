package dev.vman.observer;

import static dev.vman.observer.WorldComparison.evidence;

import dev.vman.host.FolderListing.Entry;
import dev.vman.host.FolderListing.Kind;
import dev.vman.inventory.StorageNames;
import dev.vman.observer.WorldComparison.Collected;
import dev.vman.observer.WorldReading.DiskRow;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Disks' rows against the folder of disks. In a dry run every disk counts as there. */
final class DiskFileComparison {
    private static final String PARTIAL = ".partial";
    private final WorldReading world;

    DiskFileComparison(WorldReading world) {
        this.world = world;
    }

    void addTo(Collected found) {
        Optional<Map<String, Entry>> files = world.diskFiles().found();
        if (files.isEmpty()) {
            found.untold(FindingKind.MISSING_DISK);
            found.untold(FindingKind.ORPHAN_DISK);
            found.untold(FindingKind.LEFTOVER_FILE);
            return;
        }
        Set<String> expected = HashSet.newHashSet(world.disks().size());
        for (DiskRow disk : world.disks()) {
            expected.add(disk.fileName());
            compare(disk, files.get().get(disk.fileName()), found);
        }
        files.get().forEach((name, file) -> compare(name, file, expected.contains(name), found));
    }

    private void compare(DiskRow disk, @Nullable Entry file, Collected found) {
        boolean there = file != null && (file.kind() == Kind.FILE || file.kind() == Kind.UNKNOWN);
        switch (disk.state()) {
            case CREATING, ERROR -> {}
            case MISSING -> {
                if (there || world.dryRun()) {
                    found.returned(disk.id());
                } else {
                    found.add(missing(disk, file));
                }
            }
            case AVAILABLE, ATTACHED -> {
                if (!there && !world.dryRun()) {
                    found.add(missing(disk, file));
                }
            }
        }
    }

    private Difference missing(DiskRow disk, @Nullable Entry file) {
        Path path = world.layout().disk(disk.id(), disk.format());
        Set<UUID> holds = new HashSet<>(Set.of(disk.id()));
        disk.vm().ifPresent(holds::add);
        return new Difference(
                FindingKind.MISSING_DISK,
                disk.id().toString(),
                Subject.row("disk", disk.id(), disk.name()).at(path),
                disk.vm(),
                holds,
                evidence("path", path.toString(), "found", file == null ? "nothing" : name(file)));
    }

    private void compare(String name, Entry file, boolean expected, Collected found) {
        switch (file.kind()) {
            case UNKNOWN -> {}
            case FOLDER, LINK, OTHER -> found.add(leftover(name, file));
            case FILE -> {
                if (name.endsWith(PARTIAL)) {
                    found.add(leftover(name, file));
                } else if (!expected) {
                    found.add(about(FindingKind.ORPHAN_DISK, name, file));
                }
            }
        }
    }

    private Difference leftover(String name, Entry file) {
        return about(FindingKind.LEFTOVER_FILE, name, file);
    }

    /** A disk's id in the name says whose acts explain the file. */
    private Difference about(FindingKind kind, String name, Entry file) {
        Path path = world.layout().disks().resolve(name);
        return new Difference(
                kind,
                path.toString(),
                Subject.file(path),
                Optional.empty(),
                StorageNames.id(name).map(Set::of).orElse(Set.of()),
                evidence("path", path.toString(), "found", name(file), "sizeBytes", size(file)));
    }

    private static long size(Entry file) {
        return file.kind() == Kind.FILE ? file.sizeBytes() : 0;
    }

    private static String name(Entry file) {
        return file.kind().name().toLowerCase(Locale.ROOT);
    }
}
