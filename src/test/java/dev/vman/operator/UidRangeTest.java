package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidRangeTest {
    @Test
    void readsARange() {
        assertThat(UidRange.parse("300000-365535")).contains(new UidRange(300_000, 365_535));
        assertThat(UidRange.parse("1000-1000")).contains(new UidRange(1000, 1000));
    }

    @Test
    void canBeNone() {
        assertThat(UidRange.parse("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0-10",
                "999-2000",
                "2000-1999",
                "1000",
                "1000-",
                "-1000",
                "a-b",
                "1000 - 2000",
                "1000-2000\n",
                "1000-99999999999",
                "None"
            })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> UidRange.parse(text)).isInstanceOf(Failure.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 12345})
    void startsTheSearchInsideOfTheRange(int hash) {
        assertThat(new UidRange(1000, 1009).startFor(hash)).isBetween(1000, 1009);
        assertThat(new UidRange(1000, 1000).startFor(hash)).isEqualTo(1000);
    }
}
