package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.Failure;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTroubleTest {
    @Test
    void knowsAFullDiskUnderTheDatabase() {
        Throwable full =
                new IllegalStateException(
                        "rolled back",
                        new SQLException(
                                "General error",
                                "HY000",
                                50000,
                                new IOException("No space left on device")));

        assertThat(DatabaseTrouble.in(full)).containsInstanceOf(Failure.NoSpace.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {90098, 90020})
    void knowsADatabaseThatHasClosedItselfOrStillDoes(int code) {
        Throwable closed = new IllegalStateException(new SQLException("closed", "" + code, code));

        assertThat(DatabaseTrouble.in(closed)).map(Failure::code).contains("database-unavailable");
    }

    @Test
    void saysNothingOfOtherTrouble() {
        assertThat(DatabaseTrouble.in(new IllegalStateException(new SQLException("no", "1", 1))))
                .isEmpty();
        assertThat(DatabaseTrouble.in(new NullPointerException())).isEmpty();
    }
}
