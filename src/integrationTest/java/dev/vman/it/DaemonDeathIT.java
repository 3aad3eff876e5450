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
@Timeout(600)
class DaemonDeathIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final int ROUNDS = Integer.getInteger("rounds", 6);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(20);

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

        // On a busy host the first look at a VM may not be answered in time.
        JsonNode _ = guest.waitForVmState("running", PATIENCE);
        JsonNode _ = bare.waitForVmState("running", PATIENCE);
        assertThat(stopped.state()).isEqualTo("stopped");
        assertThat(guest.process()).isEqualTo(first);
        assertThat(guest.pid()).isEqualTo(first.pid());
        assertThat(bare.process()).isEqualTo(second);
        assertThat(console.uptime()).isGreaterThan(uptime);

        bare.signal(Signal.KILL);

        JsonNode _ = bare.waitForVmState("crashed", PATIENCE);
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

        assertThat(vm.state()).isEqualTo("crashed");
        assertThat(vm.started().qemus()).hasSize(1);
    }

    @Test
    void inTheMiddleOfActsLeavesNothingHalfDone() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            RandomActs acts = new RandomActs(DAEMON.api(), random);
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int request = 0; request < 12; request++) {
                    Future<?> _ = clients.submit(acts.next());
                }
                LockSupport.parkNanos(random.nextLong(1_200_000_000L));
                DAEMON.get().kill();
            }
            new Consistency(DAEMON.get())
                    .settlesWithin(Duration.ofSeconds(30), "seed " + seed + ", round " + round);
        }
    }

    @Test
    void doesNotForgetWhatAGuestStillHasToRelease() throws IOException {
        Vm vm = DAEMON.createGuest().started();
        GuestConsole _ = GuestConsole.of(vm);
        TestDisk disk = TestDisk.create(DAEMON.get(), 1 << 20);
        disk.attach(vm, "virtio").ok();
        vm.act("pause").ok();
        disk.detach().isProblem(504, "guest-did-not-release");
        DAEMON.get().kill();

        QemuProcesses qemus = vm.daemon().qemus();
        assertThat(qemus.of(vm.id())).hasSize(1);
        JsonNode _ = vm.ask("cont");
        Waiting.until(SOON, "the guest releases the disk", () -> !disk.isPluggedInto(vm));
        VmanDaemon _ = DAEMON.get();

        disk.waitForState("available", SOON);
        Waiting.until(
                SOON,
                "its node is removed",
                () -> !vm.ask("query-named-block-nodes").toString().contains(disk.node()));
        disk.delete().is(204);
    }

    @Test
    void isFollowedByTheRestartOfWhatDiedMeanwhile() throws IOException {
        Vm vm = DAEMON.create(Map.of("restart", "on-crash")).started();
        ProcessIdentity process = vm.process();
        DAEMON.get().kill();

        QemuProcesses.signal(process, Signal.KILL);
        VmanDaemon _ = DAEMON.get();

        vm.waitForAnotherProcess(process.pid(), SOON);
        assertThat(vm.qemu().identity().pid()).isEqualTo(vm.pid());
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
