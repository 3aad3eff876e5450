package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PausesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final UUID FINDING = UUID.randomUUID();
    private Instant wall = NOON;
    private long nanos = 17;
    private final Pauses pauses = new Pauses(() -> wall, () -> nanos);

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void lastAsLongHoweverTheClockIsSet(int hours) {
        assertThat(isOver(NOON.plusSeconds(10))).isFalse();

        wall = NOON.plus(Duration.ofHours(hours));
        nanos += Duration.ofSeconds(9).toNanos();
        assertThat(isOver(NOON.plusSeconds(10))).isFalse();
        nanos += Duration.ofSeconds(1).toNanos();
        assertThat(isOver(NOON.plusSeconds(10))).isTrue();
    }

    @Test
    void areNoLongerThanAfterSoManyFailures() {
        Instant inAnHour = NOON.plusSeconds(3600);
        assertThat(isOver(inAnHour)).isFalse();

        nanos += BackOff.after(1).toNanos();

        assertThat(isOver(inAnHour)).isTrue();
    }

    @Test
    void beginAnewAfterTheNextFailure() {
        assertThat(isOver(NOON)).isTrue();

        assertThat(isOver(NOON.plusSeconds(5))).isFalse();
    }

    @Test
    void areForgottenWithTheirFinding() {
        assertThat(isOver(NOON.plusSeconds(10))).isFalse();

        pauses.keepOnly(List.of());
        wall = NOON.plusSeconds(10);

        assertThat(isOver(NOON.plusSeconds(10))).isTrue();
    }

    private boolean isOver(Instant until) {
        return pauses.isOver(FINDING, until, 1);
    }
}
