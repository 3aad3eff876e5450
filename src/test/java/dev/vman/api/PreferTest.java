package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferTest {
    @Test
    void waitsLongWhereNothingIsSaid() {
        assertThat(Prefer.of(List.of()).patience()).isEqualTo(Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "respond-async | 0",
                "RESPOND-ASYNC | 0",
                "respond-async, wait=5 | 5",
                "wait=10 | 10",
                "wait=\"7\" | 7",
                "wait=99999 | 900",
                "wait=-1 | 900",
                "wait=soon | 900",
                "return=minimal | 900"
            })
    void readsPreferencesAndIgnoresWhatItDoesNotKnow(String header, int seconds) {
        assertThat(Prefer.of(List.of(header)).patience()).isEqualTo(Duration.ofSeconds(seconds));
    }
}
