package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.Signal;
import dev.vman.qmp.QmpClient;
import dev.vman.qmp.QmpOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(90)
class UnreachableIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LESS_THAN_A_STOPPED_ONE_COSTS = Duration.ofSeconds(10);

    @Test
    void isWhatAStoppedQemuIsUntilItGoesOn() {
        Vm vm = DAEMON.createBare().started();
        Vm other = DAEMON.createBare().started();
        ProcessIdentity process = vm.process();

        vm.signal(Signal.STOP);

        JsonNode seen = vm.waitForVmState("unreachable", SOON);
        assertThat(seen.path("process").path("pid").asLong()).isEqualTo(process.pid());
        vm.act("start").isProblem(503, "vm-unreachable").isToBeRepeated();
        vm.act("stop").isProblem(503, "vm-unreachable").isToBeRepeated();
        vm.act("pause").isProblem(503, "vm-unreachable");
        vm.delete().is(409);
        assertThat(vm.process()).isEqualTo(process);
        long begin = System.nanoTime();
        other.act("pause").ok();
        other.act("resume").ok();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isLessThan(LESS_THAN_A_STOPPED_ONE_COSTS);
        assertThat(other.state()).isEqualTo("running");

        vm.signal(Signal.CONT);

        JsonNode healed = vm.waitForVmState("running", SOON);
        assertThat(healed.path("process").path("pid").asLong()).isEqualTo(process.pid());
        vm.act("pause").ok();
    }

    /** The look after an act sees a stop that begins and ends between two heartbeats. */
    @Test
    void endsSoonAlthoughItWasTooShortForTheHeartbeat() {
        Vm vm = DAEMON.createBare().started();

        for (int round = 0; round < 5; round++) {
            vm.act("pause").ok();
            vm.act("resume").ok();
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            vm.signal(Signal.STOP);
            JsonNode _ = vm.waitForVmState("unreachable", SOON);

            vm.signal(Signal.CONT);

            JsonNode _ = vm.waitForVmState("running", SOON);
        }
    }

    @Test
    void isNoShieldAgainstAForcedStop() {
        Vm vm = DAEMON.createBare().started();
        ProcessIdentity process = vm.process();
        vm.signal(Signal.STOP);
        JsonNode _ = vm.waitForVmState("unreachable", SOON);

        assertThat(vm.stopByForce().ok().path("state").asText()).isEqualTo("stopped");

        assertThat(QemuProcesses.isGone(process)).isTrue();
        assertThat(vm.started().qemus()).hasSize(1);
    }

    @Test
    void isStillNotDeadAfterTheDaemonsOwnDeath() throws IOException {
        Vm vm = DAEMON.createBare().started();
        ProcessIdentity process = vm.process();
        vm.signal(Signal.STOP);

        DAEMON.get().kill();
        VmanDaemon _ = DAEMON.get();

        assertThat(vm.state()).isEqualTo("unreachable");
        assertThat(vm.process()).isEqualTo(process);
        vm.signal(Signal.CONT);
        JsonNode _ = vm.waitForVmState("running", SOON);
        assertThat(vm.process()).isEqualTo(process);
    }

    @Test
    void isWhatAQemuIsThatServesSomebodyElse() throws IOException {
        Vm vm = DAEMON.createBare().started();
        ProcessIdentity process = vm.process();
        DAEMON.get().kill();

        try (QmpClient _ = QmpClient.connect(vm.run().resolve("qmp.sock"), QmpOptions.defaults())) {
            VmanDaemon _ = DAEMON.get();
            JsonNode _ = vm.waitForVmState("unreachable", SOON);
            vm.act("stop").isProblem(503, "vm-unreachable");
        }

        JsonNode _ = vm.waitForVmState("running", SOON);
        assertThat(vm.process()).isEqualTo(process);
        vm.act("pause").ok();
    }

    @Test
    void isWhatAQemuIsWhoseSocketIsGoneAndAForcedStopEndsIt() throws IOException {
        Vm vm = DAEMON.createBare().started();
        ProcessIdentity process = vm.process();
        DAEMON.get().kill();
        Files.delete(vm.run().resolve("qmp.sock"));

        VmanDaemon _ = DAEMON.get();

        JsonNode _ = vm.waitForVmState("unreachable", SOON);
        assertThat(QemuProcesses.isGone(process)).isFalse();
        assertThat(vm.stopByForce().ok().path("state").asText()).isEqualTo("stopped");
        assertThat(QemuProcesses.isGone(process)).isTrue();
    }

    @Test
    void doesNotKeepTheOthersFromWorking() {
        List<Vm> stopped = Stream.generate(() -> DAEMON.createBare().started()).limit(3).toList();
        List<Vm> others = Stream.generate(() -> DAEMON.createBare().started()).limit(3).toList();
        List<ProcessIdentity> processes = stopped.stream().map(Vm::process).toList();

        stopped.forEach(vm -> vm.signal(Signal.STOP));

        stopped.forEach(vm -> {
            JsonNode _ = vm.waitForVmState("unreachable", SOON);
        });
        for (Vm vm : others) {
            assertThat(vm.act("pause").ok().path("state").asText()).isEqualTo("paused");
            assertThat(vm.act("resume").ok().path("state").asText()).isEqualTo("running");
            assertThat(vm.stopByForce().ok().path("state").asText()).isEqualTo("stopped");
            assertThat(vm.started().state()).isEqualTo("running");
            vm.act("pause").ok();
        }
        assertThat(DAEMON.api().post("observer/actions/run", Map.of()).ok().has("durationMs"))
                .isTrue();
        stopped.forEach(vm -> assertThat(vm.state()).isEqualTo("unreachable"));

        stopped.forEach(vm -> vm.signal(Signal.CONT));

        stopped.forEach(vm -> {
            JsonNode _ = vm.waitForVmState("running", SOON);
        });
        assertThat(stopped).extracting(Vm::process).isEqualTo(processes);
    }
}
