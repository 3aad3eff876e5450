package dev.vman.observer;

import static dev.vman.observer.WorldComparison.evidence;

import dev.vman.host.FileStamp;
import dev.vman.host.Presence;
import dev.vman.observer.WorldComparison.Collected;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** READY images as recorded against their files; pure. */
final class BaseImageComparison {
    /** What the keys of findings end with that only the whole content tells. */
    private static final String CONTENT = " content";

    private BaseImageComparison() {}

    static void addTo(Collected found, BaseImageSight image) {
        switch (image.stamp()) {
            case Presence.Absent<FileStamp> _ ->
                    found.add(
                            difference(
                                    FindingKind.BASE_IMAGE_MISSING,
                                    "",
                                    image,
                                    evidence("path", image.file().toString())));
            case Presence.Unknown<FileStamp> _ -> {
                found.untold(FindingKind.BASE_IMAGE_MISSING);
                found.untold(FindingKind.IMAGE_CHANGED);
            }
            case Presence.Present<FileStamp>(FileStamp stamp) -> compare(found, image, stamp);
        }
    }

    private static void compare(Collected found, BaseImageSight image, FileStamp stamp) {
        long modified = stamp.modifiedAt().to(TimeUnit.NANOSECONDS);
        if (stamp.sizeBytes() != image.fileBytes() || modified != image.modifiedNanos()) {
            found.add(
                    difference(
                            FindingKind.IMAGE_CHANGED,
                            "",
                            image,
                            evidence(
                                    "path",
                                    image.file().toString(),
                                    "recorded",
                                    shown(image.fileBytes(), image.modifiedNanos()),
                                    "seen",
                                    shown(stamp.sizeBytes(), modified))));
        }
        image.sha256().ifPresent(recorded -> compareContent(found, image, recorded));
    }

    private static void compareContent(Collected found, BaseImageSight image, String recorded) {
        Optional<String> other = image.found().filter(sum -> !sum.equals(recorded));
        other.ifPresent(sum ->
                found.add(
                        difference(
                                FindingKind.IMAGE_CHANGED,
                                CONTENT,
                                image,
                                evidence(
                                        "path",
                                        image.file().toString(),
                                        "recorded",
                                        "SHA-256 " + recorded,
                                        "seen",
                                        "SHA-256 " + sum))));
    }

    private static String shown(long bytes, long modifiedNanos) {
        return bytes + " bytes, modified at " + modifiedNanos + " ns";
    }

    private static Difference difference(
            FindingKind kind, String about, BaseImageSight image, Map<String, Object> evidence) {
        return new Difference(
                kind,
                image.id() + about,
                Subject.row("image", image.id(), image.name()).at(image.file()),
                Optional.empty(),
                Set.of(image.id()),
                evidence);
    }

    /** Whether a finding of this key could still be there: the content was not read again. */
    static boolean isUntold(String key, @Nullable UUID id, WorldReading world) {
        return key.endsWith(CONTENT)
                && world.baseImages().stream()
                        .anyMatch(image -> image.id().equals(id) && image.found().isEmpty());
    }
}
