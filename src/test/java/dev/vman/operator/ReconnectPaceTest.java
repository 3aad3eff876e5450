package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectPaceTest {
    @Test
    void asksAStartingQemuEveryMillisecond() {
        assertThat(ReconnectPace.after(Duration.ZERO)).isEqualTo(Duration.ofMillis(1));
        assertThat(ReconnectPace.after(Duration.ofMillis(499))).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void slowsDownToOnceASecond() {
        assertThat(ReconnectPace.after(Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(100));
        assertThat(ReconnectPace.after(Duration.ofHours(2))).isEqualTo(Duration.ofSeconds(1));
    }
}
