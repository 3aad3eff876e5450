package dev.vman.inventory;

import static dev.vman.inventory.SpaceMarks.Move.GIVE_UP;
import static dev.vman.inventory.SpaceMarks.Move.MAKE;
import static dev.vman.inventory.SpaceMarks.Move.STAY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpaceMarksTest {
    private static final long MIB = 1L << 20;
    private final SpaceMarks marks = new SpaceMarks(64 * MIB);

    @ParameterizedTest
    @CsvSource({
        "true,  1000, STAY",
        "true,  16,   STAY",
        "true,  15,   GIVE_UP",
        "true,  0,    GIVE_UP",
        "false, 0,    STAY",
        "false, 79,   STAY",
        "false, 95,   STAY",
        "false, 96,   MAKE"
    })
    void giveTheBallastUpBeforeItIsTooLateAndTakeItBackWellLater(
            boolean held, long freeMib, SpaceMarks.Move move) {
        assertThat(marks.move(held, freeMib * MIB)).isEqualTo(move);
    }

    @Test
    void neverGiveUpWhatWasJustMade() {
        long free = 0;
        while (marks.move(false, free) != MAKE) {
            free += MIB;
        }

        assertThat(marks.move(true, free - 64 * MIB)).isEqualTo(STAY);
        assertThat(marks.move(true, free - 64 * MIB - 17 * MIB)).isEqualTo(GIVE_UP);
    }

    @Test
    void keepNothingWhereThereIsNoBallast() {
        SpaceMarks none = new SpaceMarks(0);

        assertThat(none.move(true, 0)).isEqualTo(STAY);
        assertThat(none.reserve()).isZero();
        assertThat(none.forGuests()).isPositive();
    }

    @Test
    void askForAsMuchAsMakesThingsWellAgain() {
        assertThat(marks.missing(true, 30 * MIB, MIB)).isEqualTo(3 * MIB);
        assertThat(marks.missing(false, 30 * MIB, MIB)).isEqualTo(67 * MIB);
        assertThat(marks.missing(true, 300 * MIB, MIB)).isZero();
    }
}
