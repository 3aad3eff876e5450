package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.Signal;
import dev.vman.network.TestNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * Real guests on bridges of a real daemon, in a namespace of the test's own. Guests take long to
 * boot, so each test goes on with those of the one before.
 */
@Tag("integration")
@Timeout(400)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BridgedGuestsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static BridgedDaemon host;
    private static Vm web;
    private static Vm other;

    @BeforeAll
    static void haveADaemon() throws IOException {
        TestGuest.assumeAvailable();
        TestNamespace.assumePossible();
        host = new BridgedDaemon();
        web = host.vm("web", Map.of("start", true));
        other = host.vm("other", Map.of("start", true));
    }

    @AfterAll
    static void removeIt() throws IOException {
        if (host != null) {
            host.close();
        }
    }

    private static String address(Vm vm) {
        return vm.read().path("nics").path(0).path("assigned").asText();
    }

    @Test
    @Order(1)
    void haveExactlyTheirAddressesAndAreReached() {
        awaitOnConsole(web);
        awaitOnConsole(other);
        awaitReached(address(web));
        awaitReached(address(other));
        JsonNode nic = web.read().path("nics").path(0);
        assertThat(nic.path("leased").asText()).isEqualTo(address(web));
        assertThat(nic.path("seen").asText()).isEqualTo(address(web));
    }

    /** Its server may start after its network, and a busy host may lose a packet. */
    private static void awaitReached(String address) {
        Waiting.until(SOON, address + " is reached", () -> host.namespace().reaches(address, 80));
    }

    private static void awaitOnConsole(Vm vm) {
        String told = "VMAN-GUEST-ADDRESS eth0 " + address(vm) + "/24";
        Waiting.until(GuestConsole.BOOT, told, () -> vm.consoleSinceStart().contains(told));
    }

    @Test
    @Order(2)
    void haveTheirNetworkBackWhateverIsTakenOfIt() {
        long dhcp = host.dhcpServers().getFirst().pid();
        boolean _ = host.dhcpServers().getFirst().destroyForcibly();
        Waiting.until(
                SOON,
                "another DHCP server",
                () -> host.dhcpServers().stream().anyMatch(process -> process.pid() != dhcp));

        String _ = host.namespace().inside("ip", "link", "del", "vman0");
        String _ = host.namespace().inside("nft", "flush", "ruleset");

        Waiting.until(SOON, "the bridge is back", () -> host.namespace().links().contains("vman0"));
        awaitReached(address(web));
        Waiting.until(
                SOON,
                "the filters are back",
                () -> host.namespace().inside("nft", "list", "ruleset").contains(address(web)));
        Waiting.until(
                SOON,
                "nothing is left to do",
                () -> host.api().get("networks/default?plan=true").ok().path("plan").isEmpty());
        assertThat(web.state()).isEqualTo("running");
    }

    @Test
    @Order(3)
    void giveTheirAddressBackWhenTheyAreProvenDeadAndToTheNextAtOnce() {
        String freed = address(web);

        web.signal(Signal.KILL);
        JsonNode _ = web.waitForVmState("crashed", SOON);
        Vm next = host.vm("next", Map.of("start", true));

        assertThat(web.read().path("nics").path(0).path("assigned").isNull()).isTrue();
        assertThat(address(next)).isEqualTo(freed);
        awaitOnConsole(next);
        awaitReached(freed);
    }

    @Test
    @Order(4)
    void areRefusedWhenNoAddressIsLeftAndNothingOfItStays() {
        Answer _ =
                host.api()
                        .post(
                                "networks",
                                Map.of("name", "lab", "mode", "isolated", "subnet", "10.78.0.0/30"))
                        .is(201);
        Vm first = host.vm("lab-1", Map.of("network", "lab")).started();
        Vm second = host.vm("lab-2", Map.of("network", "lab"));

        JsonNode problem = second.act("start").is(409).body();

        assertThat(problem.path("code").asText()).isEqualTo("addresses-exhausted");
        assertThat(problem.path("remedy").asText()).isNotEmpty();
        assertThat(second.state()).isEqualTo("stopped");
        assertThat(host.namespace().links().stream().filter(name -> name.startsWith("vt")))
                .hasSize(3);
        first.stopByForce().ok();
        assertThat(second.started().state()).isEqualTo("running");
    }

    @Test
    @Order(5)
    void notNoticeThatTheDaemonDied() throws IOException {
        long pid = other.pid();

        host.daemon().kill();
        awaitReached(address());
        host.daemon().startAgain();

        JsonNode _ = other.waitForVmState("running", SOON);
        assertThat(other.pid()).isEqualTo(pid);
        awaitReached(address(other));
    }

    /** Of a guest that nobody can be asked for. */
    private static String address() {
        return "10.77.0.3";
    }

    @Test
    @Order(6)
    void leaveNothingBehind() {
        List<String> names = host.api().items("vms").map(vm -> vm.path("name").asText()).toList();

        names.forEach(name -> host.api().delete("vms/" + name + "?force=true").is(204));
        Answer _ = host.api().delete("networks/lab").is(204);

        Waiting.until(
                SOON,
                "only the bridge of 'default'",
                () -> host.namespace().links().equals(List.of("vman0")));
        Waiting.until(SOON, "nothing of them", () -> host.bridges().contradictions().isEmpty());
        assertThat(host.api().get("network/config").ok().path("allocations").isEmpty()).isTrue();
    }
}
