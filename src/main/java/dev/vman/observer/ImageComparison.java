package dev.vman.observer;

import static dev.vman.observer.WorldComparison.evidence;

import dev.vman.observer.WorldComparison.Collected;
import dev.vman.observer.WorldReading.DiskRow;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Disks' rows against what was found inside their files. */
final class ImageComparison {
    /** What the keys of these findings end with. */
    static final String ABOUT = " image";

    private ImageComparison() {}

    static void addTo(WorldReading world, Collected found) {
        Map<UUID, ImageFlaw> flaws = world.images().flaws();
        if (flaws.isEmpty()) {
            return;
        }
        for (DiskRow disk : world.disks()) {
            @Nullable ImageFlaw flaw = flaws.get(disk.id());
            if (flaw != null) {
                found.add(difference(disk, flaw, world));
            }
        }
    }

    private static Difference difference(DiskRow disk, ImageFlaw flaw, WorldReading world) {
        Path file = world.layout().disk(disk.id(), disk.format());
        Set<UUID> holds = new HashSet<>(Set.of(disk.id()));
        disk.vm().ifPresent(holds::add);
        return new Difference(
                FindingKind.DISK_STATE_MISMATCH,
                disk.id() + (flaw.corrupt() ? " corrupt" : "") + ABOUT,
                Subject.row("disk", disk.id(), disk.name()).at(file),
                Optional.empty(),
                holds,
                evidence(
                        "recorded",
                        flaw.recorded(),
                        "seen",
                        flaw.seen(),
                        "path",
                        file.toString(),
                        "corrupt",
                        flaw.corrupt()));
    }

    /** Whether a finding of this key could still be there: its file was not looked into again. */
    static boolean isUntold(String key, @Nullable UUID disk, WorldReading world) {
        return key.endsWith(ABOUT)
                && disk != null
                && !world.images().looked().contains(disk)
                && world.disks().stream().anyMatch(row -> row.id().equals(disk));
    }
}
