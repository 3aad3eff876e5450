package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureRecordTest {
    private final ObjectMapper json = new ObjectMapper();

    static Stream<Failure> failures() {
        return Stream.of(
                new Failure.NotFound("vm", "web"),
                new Failure.Conflict("wrong-state", "It runs.", "Stop it."),
                new Failure.Conflict("wrong-state", "It runs.", null),
                new Failure.Outdated("It has changed."),
                Failure.Invalid.fields(
                        List.of(
                                new Failure.FieldError("cpus", "too many"),
                                new Failure.FieldError("name", "too long"))),
                Failure.Unavailable.now("busy", "Others hold it.", "Wait."),
                Failure.Unavailable.timedOut("guest-did-not-release", "It did not.", "Wait."),
                new Failure.NoSpace("Full."),
                new Failure.HostFailure("internal", "Boom.", "See the log.", null));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsAFailureAgainAsItWas(Failure failure) throws JsonProcessingException {
        String kept = json.writeValueAsString(FailureRecord.of(failure));

        Failure again = json.readValue(kept, FailureRecord.class).toFailure();

        assertThat(again).hasSameClassAs(failure).hasMessage(failure.detail());
        assertThat(again.code()).isEqualTo(failure.code());
        assertThat(again.remedy()).isEqualTo(failure.remedy());
        assertThat(FailureRecord.of(again)).isEqualTo(FailureRecord.of(failure));
    }

    @Test
    void keepsNoMoreThanARowCanHold() {
        Failure wordy = new Failure.NoSpace("x".repeat(1_000_000));

        assertThat(FailureRecord.of(wordy).detail()).hasSize(10_000);
    }
}
