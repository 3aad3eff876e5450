package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GoOnPaceTest {
    private static final UUID VM = UUID.randomUUID();
    private final GoOnPace pace = new GoOnPace();

    @Test
    void letsAGuestGoOnAtOnceForTheFirstTime() {
        assertThat(pace.isDue(VM, seconds(0))).isTrue();
    }

    @Test
    void waitsLongerEachTimeThatItRunsOutOfRoomAgain() {
        pace.tried(VM, seconds(0));

        assertThat(pace.isDue(VM, seconds(1))).isFalse();
        assertThat(pace.isDue(VM, seconds(2))).isTrue();

        pace.tried(VM, seconds(2));

        assertThat(pace.isDue(VM, seconds(5))).isFalse();
        assertThat(pace.isDue(VM, seconds(6))).isTrue();
        assertThat(pace.isDue(UUID.randomUUID(), seconds(5))).isTrue();
    }

    @Test
    void neverWaitsMoreThanAMinute() {
        for (int tries = 0; tries < 50; tries++) {
            pace.tried(VM, seconds(0));
        }

        assertThat(pace.isDue(VM, seconds(59))).isFalse();
        assertThat(pace.isDue(VM, seconds(60))).isTrue();
    }

    @Test
    void beginsAnewForOneThatHasRunForAWhile() {
        pace.tried(VM, seconds(0));
        pace.tried(VM, seconds(2));
        pace.tried(VM, seconds(200));

        assertThat(pace.isDue(VM, seconds(202))).isTrue();
    }

    private static long seconds(long count) {
        return Duration.ofSeconds(count).toNanos();
    }
}
