package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("integration")
@Timeout(60)
class LongModeProbeIT {
    private final AcceleratorProbe probe =
            new AcceleratorProbe(
                    Commands.ofThisHost(),
                    HostProbe.QEMU,
                    Path.of("/dev/kvm"),
                    Optional.empty(),
                    Duration.ofSeconds(30));

    @BeforeAll
    static void needsQemu() {
        QemuPrograms.assumeInstalled();
    }

    @Test
    void reportsFromLongModeUnderEmulation() throws IOException {
        String cpu = AcceleratorProbe.enforced(HostProbe.CPU_MODEL);

        CommandResult result = probe.run("tcg", "q35", cpu);

        assertThat(result.stderr()).isEmpty();
        assertThat(result.timedOut()).isFalse();
        assertThat(result.exitCode()).isEqualTo(LongModeProbe.EXIT_CODE);
    }

    /** One bit is turned: in what a check expects, or in what makes a gate present. */
    @ParameterizedTest
    @CsvSource({
        "page fault, 0x8e5, 0x80",
        "SSE, 0x45d, 0x01",
        "memory, 0x49a, 0x01",
        "work, 0x4bd, 0x01",
        "timer, 0xa05, 0x80",
    })
    void doesNotReportWhereACheckFails(String check, String offset, String bit) throws IOException {
        byte[] image = LongModeProbe.image();
        image[Integer.decode(offset)] ^= (byte) (int) Integer.decode(bit);

        CommandResult result = probe.run("tcg", "q35", HostProbe.CPU_MODEL, image);

        assertThat(result.stderr()).as(check).isEmpty();
        assertThat(result.timedOut()).isFalse();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void refusesACpuModelThatTheAcceleratorCannotProvide() throws IOException {
        CommandResult result =
                probe.run("tcg", "q35", AcceleratorProbe.enforced("Skylake-Server-v1"));

        Accelerator found =
                new AcceleratorVerdict("Skylake-Server-v1", Duration.ofSeconds(2)).of(result);
        assertThat(found.name()).isEqualTo("tcg");
        assertThat(found.reason()).contains("CPU model Skylake-Server-v1 (it lacks ", "avx512f");
    }

    @Test
    void doesNotReportFromACpuWithoutLongMode() throws IOException {
        CommandResult result = probe.run("tcg", "q35", "486");

        assertThat(result.exitCode()).isNotEqualTo(LongModeProbe.EXIT_CODE);
    }
}
