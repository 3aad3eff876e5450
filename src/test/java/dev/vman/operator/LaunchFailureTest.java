package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.Failure;
import dev.vman.host.ExitStatus;
import org.junit.jupiter.api.Test;

class LaunchFailureTest {
    @Test
    void saysTheExitCodeAndQemusOwnWords() {
        Failure failure =
                LaunchFailure.of(
                        new ExitStatus.Exited(1),
                        "qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory\n");

        assertThat(failure.code()).isEqualTo("start-failed");
        assertThat(failure.detail())
                .contains("exit code 1")
                .endsWith(": cannot set up guest memory 'pc.ram': Cannot allocate memory");
        assertThat(failure.remedy()).isPresent();
    }

    @Test
    void saysTheSignalOfASilentDeath() {
        assertThat(LaunchFailure.of(new ExitStatus.Killed(31), "").detail())
                .contains("SIGSYS")
                .endsWith("said nothing.");
    }

    @Test
    void prefersAnErrorToAWarningThatFollowedIt() {
        String output =
                """
                qemu-system-x86_64: -device foo: 'foo' is not a valid device model name
                qemu-system-x86_64: warning: something else
                """;

        assertThat(LaunchFailure.lastWords(output))
                .contains("-device foo: 'foo' is not a valid device model name");
    }

    @Test
    void prefersAnErrorToTheHintThatFollowedIt() {
        String output =
                """
                qemu-system-x86_64: unsupported machine type
                Use -machine help to list supported machines
                """;

        assertThat(LaunchFailure.lastWords(output)).contains("unsupported machine type");
    }

    @Test
    void takesAWarningWhereThereIsNothingElse() {
        assertThat(LaunchFailure.lastWords("qemu-system-x86_64: warning: odd\n\n"))
                .contains("warning: odd");
    }

    @Test
    void passesOnNoTerminalCodesAndNoEndlessLine() {
        assertThat(LaunchFailure.lastWords("\u001b[31mred\u0007\n").orElseThrow())
                .isEqualTo("[31mred");
        assertThat(LaunchFailure.lastWords("x".repeat(10_000)).orElseThrow()).hasSizeLessThan(600);
    }
}
