package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.Signal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(240)
class CrashIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void isToldWithItsCauseAndCured() {
        Vm vm = DAEMON.create(Map.of("diskSizeBytes", 1 << 20)).started();

        vm.signal(Signal.KILL);

        JsonNode crashed = vm.waitForVmState("crashed", PATIENCE);
        assertThat(crashed.path("stateReason").asText()).contains("SIGKILL");
        assertThat(crashed.path("process").isNull()).isTrue();
        assertThat(crashed.path("desiredState").asText()).isEqualTo("running");
        assertThat(vm.started().qemus()).hasSize(1);
        assertThat(vm.reason()).isIn("", "null");
    }

    @Test
    void leavesADossierThatOutlivesTheNextStart() {
        Vm vm = DAEMON.createBare().started();
        long pid = vm.pid();
        assertThat(vm.read().has("lastCrash")).isFalse();

        vm.signal(Signal.SEGV);

        JsonNode crash = vm.waitForVmState("crashed", PATIENCE).path("lastCrash");
        assertThat(crash.path("signal").asText()).isEqualTo("SIGSEGV");
        assertThat(crash.path("oomKilled").asText()).isEqualTo("no");
        assertThat(crash.path("pid").asLong()).isEqualTo(pid);
        assertThat(crash.path("at").asText()).isNotEmpty();
        assertThat(crash.path("operation").isNull()).isTrue();
        assertThat(vm.started().read().path("lastCrash")).isEqualTo(crash);
    }

    @Test
    void tellsAQemuThatWasAskedToQuitFromOneThatWasKilled() {
        Vm vm = DAEMON.createBare().started();

        JsonNode _ = vm.ask("quit");

        JsonNode crashed = vm.waitForVmState("crashed", PATIENCE);
        assertThat(crashed.path("lastCrash").path("exitCode").asInt(-1)).isZero();
        assertThat(crashed.path("lastCrash").path("signal").isNull()).isTrue();
        assertThat(crashed.path("lastCrash").path("shutdownReason").asText())
                .isEqualTo("host-qmp-quit");
    }

    @Test
    void namesWhatWasUnderWay() {
        Vm vm = DAEMON.createGuest().started();
        GuestConsole _ = GuestConsole.of(vm);
        TestDisk disk = TestDisk.create(DAEMON.get(), 1 << 20);
        disk.attach(vm, "virtio").ok();
        vm.act("pause").ok();
        // A paused guest releases nothing: the operation waits.
        JsonNode operation =
                DAEMON.api()
                        .postAsync("disks/" + disk.id() + "/actions/detach", Map.of())
                        .is(202)
                        .body();
        String path = "operations/" + operation.path("id").asText();
        Waiting.until(
                SOON,
                "it is on its way",
                () -> !DAEMON.api().get(path).ok().path("step").asText().equals("queued"));

        vm.signal(Signal.KILL);

        JsonNode crash = vm.waitForVmState("crashed", SOON).path("lastCrash");
        assertThat(crash.path("signal").asText()).isEqualTo("SIGKILL");
        assertThat(crash.path("operation").path("id")).isEqualTo(operation.path("id"));
        assertThat(crash.path("operation").path("kind").asText()).isEqualTo("disk.detach");
        assertThat(crash.path("serialOutput").asText()).isNotEmpty();
    }

    @Test
    void isCuredByThePolicyThatSaysSo() {
        Vm vm = DAEMON.create(Map.of("restart", "on-crash")).started();
        long pid = vm.pid();

        vm.signal(Signal.SEGV);

        vm.waitForAnotherProcess(pid, SOON);
        assertThat(vm.qemu().identity().pid()).isEqualTo(vm.pid());
    }

    @Test
    void isCuredAfterAPauseThatGrows() {
        Vm vm = DAEMON.create(Map.of("restart", "always")).started();

        assertThat(cure(vm)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(cure(vm)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    /** How long it takes until a VM that is killed runs again. */
    private static Duration cure(Vm vm) {
        long pid = vm.pid();
        long start = System.nanoTime();
        vm.signal(Signal.KILL);
        vm.waitForAnotherProcess(pid, SOON);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void isNoReasonToRestartAVmThatWasStopped() {
        Vm vm = DAEMON.create(Map.of("restart", "always")).started();

        assertThat(vm.stopByForce().ok().path("state").asText()).isEqualTo("stopped");

        assertThat(
                        DAEMON.api()
                                .get("vms/" + vm.id() + "?wait=running&timeout=3")
                                .ok()
                                .path("state")
                                .asText())
                .isEqualTo("stopped");
    }
}
