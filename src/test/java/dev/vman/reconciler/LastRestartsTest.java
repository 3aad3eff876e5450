package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LastRestartsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private final Vm vm = new Vm();
    private Instant wall = NOON;
    private long nanos = 17;
    private final LastRestarts restarts = new LastRestarts(() -> wall, () -> nanos);

    @BeforeEach
    void haveAVmThatWasRestartedJustNow() {
        vm.id = UUID.randomUUID();
        vm.lastRestartAt = NOON;
    }

    @Test
    void doesNotMindWhenTheClockIsSet() {
        assertThat(restarts.since(vm)).isZero();

        nanos += Duration.ofMinutes(3).toNanos();
        wall = NOON.plus(Duration.ofHours(1));
        assertThat(restarts.since(vm)).isEqualTo(Duration.ofMinutes(3));
        wall = NOON.minus(Duration.ofHours(1));
        assertThat(restarts.since(vm)).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void believesTheClockOfWhatAnEarlierDaemonDid() {
        wall = NOON.plusSeconds(40);

        assertThat(restarts.since(vm)).hasSeconds(40);
    }

    @Test
    void takesARestartInTheFutureForOneOfNow() {
        wall = NOON.minus(Duration.ofHours(1));

        assertThat(restarts.since(vm)).isZero();
    }

    @Test
    void forgetsWhenAUserStartsIt() {
        assertThat(restarts.since(vm)).isZero();

        vm.lastRestartAt = null;
        assertThat(restarts.since(vm)).isNull();
    }
}
