package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.ProcessIdentity;
import dev.vman.operator.FakeMachine;
import dev.vman.operator.LiveDevices.PluggedNic;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnownNicsTest {
    private static final PluggedNic CARD = new PluggedNic("nic0", "net0", "");
    private static final UUID VM = UUID.randomUUID();

    private final KnownNics known = new KnownNics();
    private final FakeMachine machine = machine(1);

    private static FakeMachine machine(long pid) {
        return new FakeMachine(new ProcessIdentity("boot", pid, 2));
    }

    private List<PluggedNic> reading(Freshness wanted) {
        known.begin(Set.of(VM));
        return known.of(VM, machine, wanted);
    }

    @Test
    void aQemuIsAskedOnceInSixReadings() {
        assertThat(reading(Freshness.NOW)).isEmpty();
        AtomicInteger asked = new AtomicInteger();
        machine.whenAsked = asked::incrementAndGet;

        for (int i = 0; i < 3 * KnownNics.TURNS; i++) {
            assertThat(reading(Freshness.IN_TURN)).isEmpty();
        }

        assertThat(asked).hasValue(3);
    }

    @Test
    void whatHasChangedIsSeenWithinSixReadings() {
        assertThat(reading(Freshness.NOW)).isEmpty();
        machine.nics.add(CARD);

        List<PluggedNic> last = List.of();
        for (int i = 0; i < KnownNics.TURNS; i++) {
            last = reading(Freshness.IN_TURN);
        }

        assertThat(last).containsExactly(CARD);
    }

    @Test
    void aReadingOfNowAsksAll() {
        assertThat(reading(Freshness.NOW)).isEmpty();
        machine.nics.add(CARD);

        assertThat(reading(Freshness.NOW)).containsExactly(CARD);
    }

    @Test
    void anotherProcessOfTheVmIsAskedAtOnce() {
        assertThat(reading(Freshness.NOW)).isEmpty();
        FakeMachine next = machine(7);
        next.nics.add(CARD);

        known.begin(Set.of(VM));
        assertThat(known.of(VM, next, Freshness.IN_TURN)).containsExactly(CARD);
    }

    @Test
    void whoDidNotAnswerLatelyIsAskedAnew() {
        assertThat(reading(Freshness.NOW)).isEmpty();
        machine.nics.add(CARD);

        known.begin(Set.of());

        assertThat(reading(Freshness.IN_TURN)).containsExactly(CARD);
    }
}
