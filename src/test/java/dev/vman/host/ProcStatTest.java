package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcStatTest {

    private static final String TAIL =
            " S 1 4711 4712 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 987654 3145728 200";

    @Test
    void isNotFooledByAParenthesisInTheName() {
        ProcStat stat = ProcStat.parse("4711 (evil) R 9 9 (x) )" + TAIL);

        assertThat(stat).isEqualTo(new ProcStat('S', 1, 4712, 1, 987654));
    }

    @ParameterizedTest
    @CsvSource({"Z, 1, true", "X, 1, true", "Z, 2, false", "S, 1, false", "D, 1, false"})
    void isDeadWhenItsLastThreadHasEnded(char state, long threads, boolean dead) {
        assertThat(new ProcStat(state, 1, 4712, threads, 987654).isDead()).isEqualTo(dead);
    }

    @Test
    void refusesALineThatIsCutShort() {
        assertThatThrownBy(() -> ProcStat.parse("4711 (x) S 1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProcStat.parse("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsEmptyArguments() {
        assertThat(ProcFiles.splitArguments("qemu\0\0-S\0")).containsExactly("qemu", "", "-S");
    }
}
