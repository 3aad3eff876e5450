package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
@Timeout(240)
class DaemonDeathIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void isNotNoticedByGuests() throws IOException {
        Vm guest = DAEMON.createGuest().started();
        Vm bare = DAEMON.createBare().started();
        Vm stopped = DAEMON.createBare();
        GuestConsole console = GuestConsole.of(guest);
        double uptime = console.uptime();
        ProcessIdentity first = guest.process();
        ProcessIdentity second = bare.process();

        DAEMON.get().kill();
        VmanDaemon _ = DAEMON.get();

        JsonNode _ = guest.waitForVmState("running", SOON);
        JsonNode _ = bare.waitForVmState("running", SOON);
        assertThat(stopped.state()).isEqualTo("stopped");
        assertThat(guest.process()).isEqualTo(first);
        assertThat(guest.pid()).isEqualTo(first.pid());
        assertThat(bare.process()).isEqualTo(second);
        assertThat(console.uptime()).isGreaterThan(uptime);

        bare.signal(Signal.KILL);

        JsonNode _ = bare.waitForVmState("crashed", AT_ONCE);
        assertThat(guest.act("stop").ok().path("state").asText()).isEqualTo("stopped");
        assertThat(guest.consoleSinceStart()).contains("Power down");
    }

    @Test
    void hidesNoDeathOfAVm() throws IOException {
        Vm vm = DAEMON.createBare().started();
        ProcessIdentity process = vm.process();
        DAEMON.get().kill();

        QemuProcesses.signal(process, Signal.KILL);
        VmanDaemon _ = DAEMON.get();

        JsonNode _ = vm.waitForVmState("crashed", SOON);
        assertThat(vm.started().qemus()).hasSize(1);
    }

    @Test
    void inTheMiddleOfActsLeavesNothingHalfDone() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            Api api = DAEMON.api();
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int request = 0; request < 4; request++) {
                    Future<?> _ = clients.submit(() -> createVm(api));
                    Future<?> _ = clients.submit(() -> createDisk(api));
                }
                LockSupport.parkNanos(random.nextLong(900_000_000L));
                DAEMON.get().kill();
            }
            VmanDaemon daemon = DAEMON.get();
            new Consistency(daemon).settlesWithin(Duration.ofSeconds(30), "seed " + seed);
        }
    }

    private static Answer createVm(Api api) {
        return api.post(
                "vms",
                Map.of(
                        "name",
                        SharedDaemon.newName("half"),
                        "memoryMib",
                        64,
                        "diskSizeBytes",
                        1 << 20,
                        "start",
                        true));
    }

    private static Answer createDisk(Api api) {
        return api.post(
                "disks", Map.of("name", SharedDaemon.newName("half"), "sizeBytes", 1 << 20));
    }

    @Test
    void isNoOpportunityForASecondDaemon(@TempDir Path folder) throws Exception {
        VmanDaemon first = DAEMON.get();
        Path output = folder.resolve("rival.log");

        Process rival = first.startRival(output);

        try {
            assertThat(rival.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            Process _ = rival.destroyForcibly();
        }
        assertThat(rival.exitValue()).isNotZero();
        assertThat(output).content().contains("Another VMAN owns").doesNotContain("is ready");
        assertThat(first.api().get("vms").status()).isEqualTo(200);
    }
}
