package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** It asks no wall clock, so none can be set below it. */
class DestroyedLatelyTest {
    private static final UUID ONE = UUID.randomUUID();
    private final Map<UUID, Duration> earlier = new HashMap<>();
    private long nanos = Long.MAX_VALUE - 1;
    private final DestroyedLately lately = new DestroyedLately(() -> earlier, () -> nanos);

    @Test
    void countsForAMinute() {
        lately.begin(ONE);

        pass(Duration.ofSeconds(59));
        assertThat(lately.count()).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(lately.count()).isZero();
    }

    @Test
    void countsAFindingOnceHoweverOftenItIsTried() {
        lately.begin(ONE);
        pass(Duration.ofSeconds(40));
        lately.begin(ONE);

        assertThat(lately.count()).isEqualTo(1);
        pass(Duration.ofSeconds(40));
        assertThat(lately.count()).isEqualTo(1);
    }

    @Test
    void forgetsNothingOfAnEarlierDaemon() {
        earlier.put(ONE, Duration.ofSeconds(50));
        earlier.put(UUID.randomUUID(), Duration.ZERO);

        assertThat(lately.count()).isEqualTo(2);
        pass(Duration.ofSeconds(10));
        assertThat(lately.count()).isEqualTo(1);
        pass(Duration.ofSeconds(50));
        assertThat(lately.count()).isZero();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
