package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.CommandResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AcceleratorVerdictTest {
    private static final String PREFIX = "qemu-system-x86_64: ";
    private static final String LACKS =
            PREFIX + "warning: host doesn't support requested feature: ";

    private final AcceleratorVerdict verdict =
            new AcceleratorVerdict("Westmere-v1", Duration.ofSeconds(2));

    @Test
    void takesKvmWhereTheGuestReported() {
        Accelerator found = verdict.of(FakeCommands.fails(LongModeProbe.EXIT_CODE, ""));

        assertThat(found.name()).isEqualTo("kvm");
    }

    @Test
    void namesTheFeaturesThatTheCpuModelLacks() {
        String stderr =
                LACKS
                        + "CPUID.01H:ECX.sse4.1 [bit 19]\n"
                        + LACKS
                        + "CPUID.01H:ECX.aes [bit 25]\n"
                        + LACKS
                        + "CPUID.01H:ECX.aes [bit 25]\n"
                        + LACKS
                        + "MSR(10AH).rdctl-no [bit 0]\n"
                        + PREFIX
                        + "Host doesn't support requested features\n";

        assertEmulates(
                FakeCommands.fails(1, stderr),
                "can't provide the CPU model Westmere-v1 (it lacks sse4.1, aes, rdctl-no)");
    }

    @Test
    void refusesACpuModelAlsoWhereNoFeatureIsNamed() {
        assertEmulates(
                FakeCommands.fails(1, PREFIX + "Host doesn't support requested features\n"),
                "can't provide the CPU model Westmere-v1, so");
    }

    @Test
    void saysThatKvmCouldNotRunAnInstruction() {
        String stderr = "KVM internal error. Suberror: 1\nemulation failure\nRAX=00\nCode=66 0f\n";

        assertEmulates(
                new CommandResult(128 + 9, "", stderr, true, false),
                "could not run an instruction of a small guest (KVM internal error)");
    }

    @Test
    void saysThatTheGuestWasNotDoneInTime() {
        assertEmulates(FakeCommands.hangs(), "hung or crawled (not done within 2 s");
    }

    @Test
    void keepsQemusWordsAboutAnyOtherEnding() {
        assertEmulates(FakeCommands.prints(""), "exit code 0");
        assertEmulates(
                FakeCommands.fails(1, PREFIX + "failed to initialize kvm: Permission denied\n"),
                "failed to initialize kvm: Permission denied");
    }

    private void assertEmulates(CommandResult result, String reason) {
        Accelerator found = verdict.of(result);

        assertThat(found.name()).isEqualTo("tcg");
        assertThat(found.reason()).contains(reason).endsWith("so guests are emulated.");
    }
}
