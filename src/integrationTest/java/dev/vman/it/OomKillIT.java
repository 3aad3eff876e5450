package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The kernel ends a QEMU for want of memory. */
@Tag("integration")
@Timeout(120)
class OomKillIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration BOOTED = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(20);
    // Less than a kernel needs that begins to boot.
    private static final long LITTLE = 8L << 20;

    @Test
    void isToldAsWhatItWas() throws IOException {
        Vm vm = DAEMON.createGuest(Map.of("memoryMib", 256));
        try (MemoryGroup group = MemoryGroup.make();
                Stream<String> lines = DAEMON.api().lines("events?kind=vm.state&vm=" + vm.name())) {
            long pid = vm.started().pid();
            group.confine(pid, LITTLE);

            JsonNode _ = vm.waitForVmState("crashed", BOOTED);
            // On a slow host the cause may follow.
            Waiting.until(SOON, "the signal is known", () -> crash(vm).hasNonNull("signal"));
            JsonNode crash = crash(vm);

            assertThat(group.kills()).isEqualTo(1);
            assertThat(crash.path("pid").asLong()).isEqualTo(pid);
            assertThat(crash.path("signal").asText()).isEqualTo("SIGKILL");
            assertThat(crash.path("oomKilled").asText()).isEqualTo("yes");
            assertThat(
                            lines.filter(line -> line.contains("\"to\":\"crashed\""))
                                    .filter(line -> line.contains("SIGKILL"))
                                    .findFirst()
                                    .orElseThrow())
                    .contains("\"oomKilled\":\"yes\"");
        }
    }

    private static JsonNode crash(Vm vm) {
        return vm.read().path("crash");
    }
}
