package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The host is rebooted below its VMs. */
@Tag("integration")
@Timeout(400)
class RebootIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Map<String, String> TWO_AT_ONCE =
            Map.of("VMAN_RECONCILE_PARALLEL_STARTS", "2");

    @BeforeAll
    static void haveADaemon() {
        TestGuest.assumeAvailable();
    }

    @Test
    void startsAgainInOrderWhatIsAlwaysToRunAndLeavesTheRestStopped() throws IOException {
        try (VmanDaemon daemon = VmanDaemon.startBare(TWO_AT_ONCE)) {
            Vm never = running(daemon, "never", 0);
            Vm onCrash = running(daemon, "on-crash", 0);
            Vm paused = running(daemon, "always", 0);
            paused.act("pause").ok();
            Vm stopped = running(daemon, "always", 0);
            stopped.stopByForce().ok();
            List<Vm> first = List.of(running(daemon, "always", 3), running(daemon, "always", 3));
            List<Vm> second =
                    List.of(
                            running(daemon, "always", 7),
                            running(daemon, "always", 7),
                            running(daemon, "always", 7));
            StartEvents before = StartEvents.read(daemon.api(), 0, 9);

            SimulatedReboot.of(daemon);

            first.forEach(vm -> vm.waitForVmState("running", SOON));
            second.forEach(vm -> vm.waitForVmState("running", SOON));
            StartEvents after = StartEvents.read(daemon.api(), before.last(), 5);
            assertThat(after.lastEndOf(first)).isLessThan(after.firstBeginOf(second));
            assertThat(after.mostAtOnce()).isLessThanOrEqualTo(2);
            assertThat(after.vms()).containsExactlyInAnyOrderElementsOf(ids(first, second));
            assertStopped(never, "The host was rebooted.");
            assertStopped(onCrash, "The host was rebooted.");
            assertStopped(paused, "The host was rebooted.");
            assertThat(stopped.state()).isEqualTo("stopped");
            assertThat(daemon.qemus().all()).hasSize(5);
            assertNoSockets(daemon, List.of(never, onCrash, paused));
            assertThat(first.getFirst().act("pause").ok().path("state").asText())
                    .isEqualTo("paused");
        }
    }

    @Test
    void finishesWhatWasUnderWay() throws IOException {
        try (CrashScene scene = new CrashScene()) {
            for (String point :
                    List.of(
                            "vm.start:spawn/done",
                            "vm.start:go/announced",
                            "vm.start:go/done",
                            "vm.restart:stop/done",
                            "vm.restart:go/do")) {
                Vm vm = scene.vm(Map.of());
                if (point.startsWith("vm.restart")) {
                    vm.started();
                }
                dieAt(scene, point, vm);

                SimulatedReboot.powerOff(scene.daemon());
                scene.plan();
                scene.daemon().startAgain();

                JsonNode seen = vm.waitForVmState("running", SOON);
                ProcessIdentity process = vm.process();
                assertThat(seen.path("process").path("pid").asLong())
                        .as(point)
                        .isEqualTo(process.pid());
                assertThat(operation(scene, vm).path("state").asText())
                        .as(point)
                        .isEqualTo("succeeded");
                vm.stopByForce().ok();
            }
        }
    }

    private static void dieAt(CrashScene scene, String point, Vm vm) {
        scene.plan("halt " + point);
        boolean start = point.startsWith("vm.start");
        String action = "vms/" + vm.id() + "/actions/" + (start ? "start" : "restart");
        try {
            scene.daemon()
                    .api()
                    .postAsync(action, start ? Map.of() : Map.of("force", true))
                    .is(202);
        } catch (UncheckedIOException died) {
            // It may be gone before it has answered.
        }
        Waiting.until(SOON, "the daemon has died at " + point, () -> !scene.daemon().isAlive());
    }

    private static JsonNode operation(CrashScene scene, Vm vm) {
        return Waiting.forValue(
                SOON,
                () -> "the operation of " + vm.name() + " has ended",
                () ->
                        scene.daemon()
                                .api()
                                .items("operations?limit=50")
                                .filter(row -> row.path("target").toString().contains(vm.name()))
                                .filter(row -> row.path("kind").asText().matches("vm.(re)?start"))
                                .filter(row -> !row.path("state").asText().equals("running"))
                                .findFirst());
    }

    private static Vm running(VmanDaemon daemon, String policy, int order) {
        Map<String, Object> body = new HashMap<>();
        body.put("name", SharedDaemon.newName("boot"));
        body.put("memoryMib", 64);
        body.put("restart", policy);
        body.put("startOrder", order);
        body.put("start", true);
        JsonNode vm = daemon.api().post("vms", body).is(201).body();
        return new Vm(daemon, UUID.fromString(vm.path("id").asText()), vm.path("name").asText());
    }

    private static void assertStopped(Vm vm, String reason) {
        JsonNode seen = vm.read();
        assertThat(seen.path("state").asText()).isEqualTo("stopped");
        assertThat(seen.path("stateReason").asText()).isEqualTo(reason);
        assertThat(seen.path("process").isNull()).isTrue();
    }

    /** Neither in the folders of those that stay stopped, nor as findings. */
    private static void assertNoSockets(VmanDaemon daemon, List<Vm> vms) {
        daemon.api().post("observer/actions/run", Map.of()).ok();
        daemon.api().post("observer/actions/run", Map.of()).ok();
        for (Vm vm : vms) {
            assertThat(vm.run().toFile().list((_, name) -> name.endsWith(".sock"))).isEmpty();
        }
        assertThat(daemon.api().items("findings?kind=leftover-file&state=open")).isEmpty();
    }

    private static List<UUID> ids(List<Vm> some, List<Vm> others) {
        return Stream.concat(some.stream(), others.stream()).map(Vm::id).toList();
    }
}
