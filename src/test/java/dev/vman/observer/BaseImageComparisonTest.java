package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.FileStamp;
import dev.vman.host.Presence;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BaseImageComparisonTest {
    private static final Presence<FileStamp> AS_IT_WAS = stamp(100, 5);
    private final World world = new World();
    private final UUID id = UUID.randomUUID();

    @Test
    void isContentWithAFileThatIsAsItWas() {
        image(AS_IT_WAS, Optional.empty());
        image(AS_IT_WAS, Optional.of("sum"));

        assertThat(world.compared().differences()).isEmpty();
    }

    @Test
    void findsAnImageWhoseFileIsGone() {
        image(new Presence.Absent<>(), Optional.empty());

        Difference found = world.only();

        assertThat(found.kind()).isEqualTo(FindingKind.BASE_IMAGE_MISSING);
        assertThat(found.severity()).isEqualTo(Severity.ERROR);
        assertThat(found.subject().id()).isEqualTo(id);
        assertThat(found.holds()).containsExactly(id);
    }

    @Test
    void findsAnImageOfAnotherSizeOrTime() {
        image(stamp(101, 5), Optional.empty());
        assertThat(world.only().kind()).isEqualTo(FindingKind.IMAGE_CHANGED);

        world.baseImages.clear();
        image(stamp(100, 6), Optional.empty());
        assertThat(world.only().evidence().get("seen")).asString().contains("6 ns");
    }

    @Test
    void findsOtherContentBehindTheSameSizeAndTime() {
        image(AS_IT_WAS, Optional.of("other"));

        Difference found = world.only();

        assertThat(found.kind()).isEqualTo(FindingKind.IMAGE_CHANGED);
        assertThat(found.evidence()).containsEntry("recorded", "SHA-256 sum");
    }

    @Test
    void resolvesNothingBeforeTheContentWasReadAgain() {
        image(AS_IT_WAS, Optional.of("other"));
        String key = world.only().key();

        world.baseImages.clear();
        image(AS_IT_WAS, Optional.empty());
        assertThat(world.compared().untoldImage().test(key, id)).isTrue();

        world.baseImages.clear();
        image(AS_IT_WAS, Optional.of("sum"));
        assertThat(world.compared().untoldImage().test(key, id)).isFalse();
    }

    @Test
    void saysNothingOfWhatCanNotBeReached() {
        image(new Presence.Unknown<>("stale"), Optional.empty());

        assertThat(world.compared().differences()).isEmpty();
        assertThat(world.compared().tells(FindingKind.BASE_IMAGE_MISSING, Optional.empty()))
                .isFalse();
    }

    private void image(Presence<FileStamp> stamp, Optional<String> found) {
        Path file = Path.of("/storage/images/x.qcow2");
        world.baseImages.add(
                new BaseImageSight(id, "base", file, 100, 5, Optional.of("sum"), stamp, found));
    }

    private static Presence<FileStamp> stamp(long bytes, long nanos) {
        return new Presence.Present<>(
                new FileStamp(
                        null,
                        bytes,
                        FileTime.from(nanos, java.util.concurrent.TimeUnit.NANOSECONDS)));
    }
}
