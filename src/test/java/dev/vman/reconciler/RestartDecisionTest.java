package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.DesiredState;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.VmState;
import dev.vman.reconciler.RestartDecision.Past;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RestartDecisionTest {
    private static final Duration JUST_NOW = Duration.ZERO;

    @ParameterizedTest
    @CsvSource({
        "NEVER,    RUNNING, CRASHED,     false",
        "NEVER,    RUNNING, STOPPED,     false",
        "ON_CRASH, RUNNING, CRASHED,     true",
        "ON_CRASH, PAUSED,  CRASHED,     true",
        "ON_CRASH, STOPPED, CRASHED,     false",
        "ON_CRASH, RUNNING, STOPPED,     false",
        "ALWAYS,   RUNNING, CRASHED,     true",
        "ALWAYS,   RUNNING, STOPPED,     true",
        "ALWAYS,   PAUSED,  STOPPED,     false",
        "ALWAYS,   STOPPED, STOPPED,     false",
        "ALWAYS,   STOPPED, CRASHED,     false"
    })
    void followsThePolicy(
            RestartPolicy policy, DesiredState desired, VmState state, boolean restarted) {
        assertThat(RestartDecision.of(new Past(policy, desired, state, 0, null)).isPresent())
                .isEqualTo(restarted);
    }

    @ParameterizedTest
    @EnumSource(
            value = VmState.class,
            names = {"CRASHED", "STOPPED"},
            mode = EnumSource.Mode.EXCLUDE)
    void leavesAloneWhatIsNotProvenDead(VmState state) {
        Past past = new Past(RestartPolicy.ALWAYS, DesiredState.RUNNING, state, 0, null);

        assertThat(RestartDecision.of(past)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "3, 8", "4, 16"})
    void waitsTwiceAsLongEachTime(int restarts, int seconds) {
        assertThat(RestartDecision.of(crashed(restarts, JUST_NOW)))
                .contains(new RestartDecision(restarts + 1, Duration.ofSeconds(seconds)));
    }

    @Test
    void givesUpAfterTheLimit() {
        assertThat(RestartDecision.of(crashed(RestartDecision.LIMIT, JUST_NOW))).isEmpty();
    }

    @Test
    void beginsAnewWhenItRanForAWhile() {
        Duration longer = RestartDecision.SETTLED.plusSeconds(1);

        assertThat(RestartDecision.of(crashed(RestartDecision.LIMIT, longer)))
                .map(RestartDecision::restarts)
                .contains(1);
        assertThat(RestartDecision.of(crashed(RestartDecision.LIMIT, RestartDecision.SETTLED)))
                .isEmpty();
    }

    @Test
    void waitsForNothingAfterARebootWhateverWasBefore() {
        Past past =
                new Past(
                        RestartPolicy.ALWAYS,
                        DesiredState.RUNNING,
                        VmState.STOPPED,
                        RestartDecision.LIMIT,
                        JUST_NOW);

        assertThat(RestartDecision.of(past)).contains(new RestartDecision(1, Duration.ZERO));
    }

    @Test
    void countsARefusedTryThoughTheRecordDoesNot() {
        RestartDecision first = RestartDecision.of(crashed(0, null)).orElseThrow();

        Optional<RestartDecision> second = first.after(first);

        assertThat(second).contains(new RestartDecision(2, Duration.ofSeconds(2)));
        assertThat(first.after(new RestartDecision(RestartDecision.LIMIT, Duration.ZERO)))
                .isEmpty();
    }

    private static Past crashed(int restarts, @Nullable Duration since) {
        return new Past(
                RestartPolicy.ON_CRASH, DesiredState.RUNNING, VmState.CRASHED, restarts, since);
    }
}
