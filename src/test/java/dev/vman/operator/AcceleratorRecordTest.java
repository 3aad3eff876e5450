package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceleratorRecordTest {
    private static final Accelerator WORKS = Accelerator.kvm("It works.");
    private static final Accelerator SLOW = Accelerator.tcgForNow("It was slow.");
    private static final Accelerator BROKEN = Accelerator.tcg("It is broken.");

    @TempDir Path folder;

    @Test
    void keepsWhatIsCertain() {
        assertThat(found("a", BROKEN)).isEqualTo(BROKEN);
        assertThat(found("a", WORKS)).isEqualTo(BROKEN);
        assertThat(found("another boot", WORKS)).isEqualTo(WORKS);
    }

    @Test
    void looksAgainAfterADoubtWhichABusyHostMayHaveCaused() {
        assertThat(found("a", SLOW)).isEqualTo(SLOW);
        assertThat(found("a", WORKS)).isEqualTo(WORKS);
        assertThat(found("a", BROKEN)).isEqualTo(WORKS);
    }

    @Test
    void believesTheThirdDoubtInARow() {
        assertThat(Stream.of(SLOW, SLOW, SLOW, WORKS).map(next -> found("a", next)))
                .containsOnly(SLOW);
        assertThat(found("another boot", SLOW)).isEqualTo(SLOW);
        assertThat(found("another boot", WORKS)).isEqualTo(WORKS);
    }

    private Accelerator found(String boot, Accelerator probed) {
        return new AcceleratorRecord(folder.resolve("accelerator.json"))
                .get(new AcceleratorRecord.Key(boot, "7.2", Optional.empty(), 1), () -> probed);
    }
}
