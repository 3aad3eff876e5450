package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CrashOptionsTest {
    @Test
    void meanAllOperationsWhereNoneIsNamed() {
        assertThat(CrashOptions.of().operations())
                .hasSameSizeAs(CrashOperations.all())
                .isNotEmpty();
    }

    @Test
    void chooseOperationsByName() {
        CrashOptions options = CrashOptions.of("--only", "stop,attach-scsi", "--lanes", "1");

        assertThat(options.operations())
                .extracting(CrashOperation::name)
                .containsExactly("stop", "attach-scsi");
        assertThat(options.number("lanes", 2)).isEqualTo(1);
        assertThat(options.number("together", 6)).isEqualTo(6);
    }

    @Test
    void rebuildALostDatabaseTooWhereThatIsNamedOrNothingIs() {
        CrashOptions recoverAndStop = CrashOptions.of("--only", "recover,stop");

        assertThat(recoverAndStop.recovers()).isTrue();
        assertThat(recoverAndStop.operations())
                .extracting(CrashOperation::name)
                .containsExactly("stop");
        assertThat(CrashOptions.of().recovers()).isTrue();
        assertThat(CrashOptions.of("--only", "stop").recovers()).isFalse();
    }

    @Test
    void refuseWhatTheyDoNotKnow() {
        assertThatIllegalArgumentException().isThrownBy(() -> CrashOptions.of("--fast", "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> CrashOptions.of("--random"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrashOptions.of("--only", "dance").operations());
    }
}
