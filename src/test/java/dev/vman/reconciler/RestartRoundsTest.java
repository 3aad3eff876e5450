package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartRoundsTest {
    private static final Optional<RestartDecision> FIRST =
            Optional.of(new RestartDecision(1, Duration.ofSeconds(1)));
    private final List<RestartDecision> tries = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void givesUpWhenEveryTryIsRefused() {
        RestartRounds rounds = new RestartRounds(() -> FIRST, this::pause, tries::add);

        assertThat(rounds.run()).isFalse();

        assertThat(tries).extracting(RestartDecision::restarts).containsExactly(1, 2, 3, 4, 5);
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L);
    }

    @Test
    void endsWhenTheVmRunsAgain() {
        RestartRounds rounds =
                new RestartRounds(
                        () -> tries.isEmpty() ? FIRST : Optional.empty(), this::pause, tries::add);

        assertThat(rounds.run()).isTrue();

        assertThat(tries).hasSize(1);
    }

    @Test
    void doesNotStartWhatWasStoppedMeanwhile() {
        RestartRounds rounds =
                new RestartRounds(
                        () -> pauses.isEmpty() ? FIRST : Optional.empty(), this::pause, tries::add);

        assertThat(rounds.run()).isTrue();

        assertThat(tries).isEmpty();
    }

    @Test
    void startsNothingWhenTheDaemonEnds() {
        RestartRounds rounds = new RestartRounds(() -> FIRST, _ -> true, tries::add);

        assertThat(rounds.run()).isFalse();

        assertThat(tries).isEmpty();
    }

    private boolean pause(Duration delay) {
        pauses.add(delay);
        return false;
    }
}
