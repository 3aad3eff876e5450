package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("integration")
@Timeout(60)
class LongModeProbeIT {
    private final AcceleratorProbe probe =
            new AcceleratorProbe(
                    Commands.ofThisHost(), HostProbe.QEMU, Path.of("/dev/kvm"), Optional.empty());

    @BeforeAll
    static void needsQemu() {
        QemuPrograms.assumeInstalled();
    }

    @Test
    void reportsFromLongModeUnderEmulation() throws IOException {
        CommandResult result = probe.run("tcg", "q35", HostProbe.CPU_MODEL);

        assertThat(result.stderr()).isEmpty();
        assertThat(result.timedOut()).isFalse();
        assertThat(result.exitCode()).isEqualTo(LongModeProbe.EXIT_CODE);
    }

    @Test
    void doesNotReportFromACpuWithoutLongMode() throws IOException {
        CommandResult result = probe.run("tcg", "q35", "486");

        assertThat(result.exitCode()).isNotEqualTo(LongModeProbe.EXIT_CODE);
    }
}
