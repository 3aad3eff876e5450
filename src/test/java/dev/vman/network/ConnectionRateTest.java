package dev.vman.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionRateTest {
    private static final MetadataLimits LIMITS =
            new MetadataLimits(3, 5, Duration.ofSeconds(10), 2, 4);
    private final AtomicLong nanos = new AtomicLong(-1);
    private final ConnectionRate rate = new ConnectionRate(LIMITS, nanos::get);

    private static InetAddress guest(int number) {
        return InetAddress.ofLiteral("10.77.0." + number);
    }

    private int taken(int guest, int tries) {
        return (int) IntStream.range(0, tries).filter(_ -> rate.take(guest(guest))).count();
    }

    @Test
    void letsAGuestConnectInABurstAndThenAtItsRate() {
        assertThat(taken(2, 10)).isEqualTo(4);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(taken(2, 10)).isEqualTo(2);
    }

    @Test
    void isNobodyElsesAffair() {
        assertThat(taken(2, 100)).isEqualTo(4);

        assertThat(taken(3, 100)).isEqualTo(4);
    }

    @Test
    void remembersThoseWhoAskedLatelyHoweverManyTheyAre() {
        assertThat(taken(1, 10)).isEqualTo(4);
        for (int guest = 2; guest < 200; guest++) {
            assertThat(taken(guest, 1)).isEqualTo(1);
        }

        assertThat(taken(1, 10)).isZero();
    }
}
