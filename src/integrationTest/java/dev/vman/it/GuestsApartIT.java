package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.network.TestNamespace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who reaches whom, asked in guests: two on one network, one on another, one without a way out. */
@Tag("integration")
@Timeout(400)
class GuestsApartIT {
    private static BridgedDaemon host;
    private static Uplink outside;
    private static Vm web;
    private static Vm shop;
    private static Vm far;
    private static Vm lab;

    @BeforeAll
    static void haveGuests() throws IOException {
        TestGuest.assumeAvailable();
        TestNamespace.assumePossible();
        host = new BridgedDaemon();
        network("lan", "bridge", "10.78.0.0/24");
        network("lab", "isolated", "10.79.0.0/24");
        // Their bridges are there by now, and so is the namespace.
        outside = new Uplink(host.namespace());
        web = host.vm("web", Map.of("start", true));
        shop = host.vm("shop", Map.of("start", true));
        far = host.vm("far", Map.of("start", true, "network", "lan"));
        lab = host.vm("alone", Map.of("start", true, "network", "lab"));
        for (Vm vm : List.of(web, shop, far, lab)) {
            vm.awaitAgent();
        }
    }

    private static void network(String name, String mode, String subnet) {
        Answer _ =
                host.api()
                        .post("networks", Map.of("name", name, "mode", mode, "subnet", subnet))
                        .is(201);
    }

    @AfterAll
    static void removeThem() throws IOException {
        if (outside != null) {
            outside.close();
        }
        if (host != null) {
            host.close();
        }
    }

    private static String address(Vm vm) {
        return vm.read().path("nics").path(0).path("assigned").asText();
    }

    /** What the web server there says to this guest; nothing where it is not reached. */
    private static String page(Vm guest, String address) {
        return run(guest, "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 4 " + address + " 80");
    }

    private static String run(Vm guest, String script) {
        JsonNode result =
                host.api()
                        .post(
                                "vms/" + guest.id() + "/exec",
                                Map.of("command", List.of("sh", "-c", script)))
                        .ok();
        return result.path("stdout").asText();
    }

    @Test
    void guestsOfOneNetworkReachEachOtherByNameToo() {
        assertThat(page(web, address(shop))).contains("VMAN-GUEST");
        assertThat(page(shop, address(web))).contains("VMAN-GUEST");
        assertThat(run(web, "nslookup shop.vman.internal")).contains(address(shop));
    }

    @Test
    void theyReachTheOutsideInTheNameOfTheHost() {
        assertThat(page(web, Uplink.OUTSIDE)).contains("outside, to " + Uplink.NAT);
        assertThat(page(far, Uplink.OUTSIDE)).contains("outside, to " + Uplink.NAT);
    }

    @Test
    void guestsOfTwoNetworksDoNot() {
        assertThat(page(web, address(far))).isEmpty();
        assertThat(page(far, address(web))).isEmpty();
    }

    @Test
    void theIsolatedOneReachesItsMetadataAlone() {
        assertThat(run(lab, "metadata meta-data/local-ipv4")).isEqualTo(address(lab));
        assertThat(page(lab, Uplink.OUTSIDE)).isEmpty();
        assertThat(page(lab, address(web))).isEmpty();
        assertThat(page(web, address(lab))).isEmpty();
    }

    /** Its filter drops what it sends by then; its agent is asked over another way. */
    @Test
    void aGuestThatTookAnotherAddressIsAFinding() {
        String right = address(shop);
        // Its lease is known a moment before it has the address.
        String told = "VMAN-GUEST-ADDRESS eth0 " + right;
        Waiting.until(GuestConsole.BOOT, told, () -> shop.consoleSinceStart().contains(told));
        String mine = "findings?kind=address-mismatch&state=open&vm=" + shop.id();
        String _ = run(shop, "ip addr del " + right + "/24 dev eth0");
        String _ = run(shop, "ip addr add 10.77.0.200/24 dev eth0");

        JsonNode finding =
                Waiting.forValue(
                        GuestConsole.BOOT,
                        () -> "a finding of " + shop.read(),
                        () -> host.api().items(mine).findFirst());
        assertThat(finding.path("evidence").path("reported").asText()).isEqualTo("10.77.0.200");

        String _ = run(shop, "ip addr del 10.77.0.200/24 dev eth0");
        String _ = run(shop, "ip addr add " + right + "/24 dev eth0");
        Waiting.until(
                GuestConsole.BOOT,
                "it is resolved",
                () -> host.api().items(mine).findAny().isEmpty());
    }
}
