package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.observer.WorldReading.DiskRow;
import dev.vman.operator.ImageFacts;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ImageComparisonTest {
    private static final long MIB = 1 << 20;
    private final World world = new World();
    private final ImageCandidate disk =
            new ImageCandidate(UUID.randomUUID(), DiskFormat.QCOW2, MIB, Optional.empty(), true);

    @Test
    void isContentWithWhatIsAsRecorded() {
        assertThat(flaw(facts(true, MIB))).isEmpty();
    }

    @Test
    void seesWhatDiffersTheWorstFirst() {
        assertThat(flaw(facts(false, MIB)).orElseThrow().seen()).isEqualTo("no qcow2 header");
        assertThat(flaw(facts(true, 2 * MIB)))
                .contains(new ImageFlaw("1048576 bytes", "2097152 bytes", false));
        ImageFacts hostile =
                new ImageFacts(true, 2 * MIB, Optional.of("the backing file /x"), Optional.empty());
        assertThat(flaw(hostile).orElseThrow().seen()).contains("/x");
        assertThat(flaw(hostile).orElseThrow().corrupt()).isTrue();
        assertThat(ImageFlaw.of(disk, facts(true, MIB), Optional.of("4 corruptions")))
                .contains(new ImageFlaw("sound", "4 corruptions", true));
    }

    @Test
    void makesAFindingOfAFlaw() {
        DiskRow row = world.disk(DiskState.AVAILABLE, null);
        world.images = told(row, new ImageFlaw("sound", "broken", true));

        Difference found = world.only();

        assertThat(found.kind()).isEqualTo(FindingKind.DISK_STATE_MISMATCH);
        assertThat(found.severity()).isEqualTo(Severity.ERROR);
        assertThat(found.subject().id()).isEqualTo(row.id());
        assertThat(found.evidence())
                .containsEntry("recorded", "sound")
                .containsEntry("seen", "broken");
    }

    @Test
    void warnsWhereOnlyTheSizeDiffers() {
        DiskRow row = world.disk(DiskState.AVAILABLE, null);
        world.images = told(row, new ImageFlaw("1", "2", false));

        assertThat(world.only().severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void resolvesNothingBeforeTheFileWasLookedIntoAgain() {
        DiskRow row = world.disk(DiskState.AVAILABLE, null);
        world.images = told(row, new ImageFlaw("1", "2", false));
        String key = world.only().key();

        world.images = ImageChecks.Told.NOTHING;
        assertThat(world.compared().untoldImage().test(key, row.id())).isTrue();
        assertThat(world.compared().untoldImage().test("another kind", row.id())).isFalse();

        world.images = new ImageChecks.Told(Map.of(), Set.of(row.id()));
        assertThat(world.compared().untoldImage().test(key, row.id())).isFalse();

        world.images = ImageChecks.Told.NOTHING;
        world.disks.clear();
        assertThat(world.compared().untoldImage().test(key, row.id())).isFalse();
    }

    private static ImageChecks.Told told(DiskRow row, ImageFlaw flaw) {
        return new ImageChecks.Told(Map.of(row.id(), flaw), Set.of(row.id()));
    }

    private Optional<ImageFlaw> flaw(ImageFacts facts) {
        return ImageFlaw.of(disk, facts, Optional.empty());
    }

    private static ImageFacts facts(boolean ofItsFormat, long size) {
        return new ImageFacts(ofItsFormat, size, Optional.empty(), Optional.empty());
    }
}
