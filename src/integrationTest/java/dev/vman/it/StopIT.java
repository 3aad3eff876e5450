package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.ProcessIdentity;
import dev.vman.qmp.QmpClient;
import dev.vman.qmp.QmpSubscription;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("integration")
@Timeout(120)
class StopIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void isTheGuestsOwnDoingWhereItListens() throws IOException {
        Vm vm = DAEMON.createGuest().started();
        GuestConsole _ = GuestConsole.of(vm);

        try (QmpClient qmp = vm.spareQmp();
                QmpSubscription endings = qmp.subscribe(Set.of("SHUTDOWN"), 4)) {
            assertThat(vm.act("stop").ok().path("state").asText()).isEqualTo("stopped");

            JsonNode end = endings.poll(SOON).orElseThrow().data();
            assertThat(end.path("guest").asBoolean()).isTrue();
            assertThat(end.path("reason").asText()).isEqualTo("guest-shutdown");
        }
        assertThat(vm.act("stop").ok().path("state").asText()).isEqualTo("stopped");
    }

    @Test
    void resumesAPausedGuestForIt() {
        Vm vm = DAEMON.createGuest().started();
        GuestConsole _ = GuestConsole.of(vm);
        vm.act("pause").ok();

        assertThat(vm.act("stop").ok().path("state").asText()).isEqualTo("stopped");

        assertThat(vm.consoleSinceStart()).contains("Power down");
    }

    @Test
    void isQuitWhereTheGuestDoesNotListen() {
        Vm vm = DAEMON.createBare().started();
        long begin = System.nanoTime();

        try (QmpClient qmp = vm.spareQmp();
                QmpSubscription endings = qmp.subscribe(Set.of("SHUTDOWN"), 4)) {
            Answer stopped = vm.act("stop", Map.of("timeoutSeconds", 2));

            assertThat(stopped.ok().path("state").asText()).isEqualTo("stopped");
            assertThat(endings.poll(SOON).orElseThrow().data().path("reason").asText())
                    .isEqualTo("host-qmp-quit");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "restart"})
    void isOvertakenByAForcedOne(String gentle) {
        Vm vm = DAEMON.createBare().started();
        JsonNode slow =
                DAEMON.api()
                        .postAsync(
                                "vms/" + vm.id() + "/actions/" + gentle,
                                Map.of("timeoutSeconds", 50))
                        .is(202)
                        .body();
        JsonNode _ = vm.waitForVmState("stopping", SOON);
        long begin = System.nanoTime();

        assertThat(vm.stopByForce().ok().path("state").asText()).isEqualTo("stopped");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
        assertThat(
                        DAEMON.api()
                                .get("operations/" + slow.path("id").asText())
                                .ok()
                                .path("state")
                                .asText())
                .isEqualTo("cancelled");
        assertThat(vm.qemus()).isEmpty();
    }

    @Test
    void thatIsCancelledLeavesTheGuestRunning() {
        Vm vm = DAEMON.createBare().started();
        ProcessIdentity process = vm.process();
        String slow =
                DAEMON.api()
                        .postAsync(
                                "vms/" + vm.id() + "/actions/restart", Map.of("timeoutSeconds", 50))
                        .is(202)
                        .body()
                        .path("id")
                        .asText();
        JsonNode _ = vm.waitForVmState("stopping", SOON);

        DAEMON.api().post("operations/" + slow + "/actions/cancel", Map.of()).ok();

        JsonNode _ = vm.waitForVmState("running", SOON);
        assertThat(vm.process()).isEqualTo(process);
    }

    @Test
    void isSeenWhenSomebodyPausesItByHand() {
        Vm vm = DAEMON.createBare().started();

        JsonNode _ = vm.ask("stop");
        JsonNode _ = vm.waitForVmState("paused", SOON);
        JsonNode _ = vm.ask("cont");
        JsonNode _ = vm.waitForVmState("running", SOON);
    }
}
