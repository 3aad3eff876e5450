package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.network.TestNamespace;
import dev.vman.qmp.QmpClient;
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
 * NICs of a real guest on bridges of a real daemon, in a namespace of the test's own. Guests take
 * long to boot, so each test goes on with that of the one before.
 */
@Tag("integration")
@Timeout(400)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NicHotplugIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration QMP = Duration.ofSeconds(20);
    private static final int USERS = 20;
    private static BridgedDaemon host;
    private static Vm guest;
    private static String nic = "";

    @BeforeAll
    static void haveAGuest() throws IOException {
        TestGuest.assumeAvailable();
        TestNamespace.assumePossible();
        host = new BridgedDaemon();
        Answer _ =
                host.api()
                        .post("networks", Map.of("name", "lab", "subnet", "10.78.0.0/24"))
                        .is(201);
        guest = host.vm("guest", Map.of("start", true));
        awaitAgent();
    }

    @AfterAll
    static void removeIt() throws IOException {
        if (host != null) {
            host.close();
        }
    }

    private static void awaitAgent() {
        JsonNode ready = host.api().get("vms/guest?wait=agent&timeout=180").ok();
        assertThat(ready.path("agentReady").asBoolean()).as("%s", ready).isTrue();
    }

    private static String inGuest(String script) {
        JsonNode done =
                host.api()
                        .post(
                                "vms/guest/exec",
                                Map.of(
                                        "command",
                                        List.of("sh", "-c", script),
                                        "timeoutSeconds",
                                        60))
                        .ok();
        return done.path("stdout").asText().strip();
    }

    private static JsonNode add(Vm vm, String network) {
        return host.api()
                .post("vms/" + vm.name() + "/nics", Map.of("network", network))
                .is(201)
                .body();
    }

    private static Answer remove(String id) {
        return host.api().delete("vms/guest/nics/" + id);
    }

    private static JsonNode read(String id) {
        return host.api().get("vms/guest/nics/" + id).ok();
    }

    /** Waits until the guest has the card, and tells where in its hardware it is. */
    private static String placeOf(String mac) {
        String find =
                "for l in /sys/class/net/*; do grep -qs "
                        + mac
                        + " $l/address && readlink -f $l; done";
        Waiting.until(SOON, "the guest has " + mac, () -> !inGuest(find).isEmpty());
        return inGuest(find);
    }

    private static void askForAnAddress(String link) {
        String ask = "ip link set LINK up && udhcpc -i LINK -n -q -s /etc/udhcpc 2>&1";
        assertThat(inGuest(ask.replace("LINK", link))).contains("obtained");
    }

    private static void allAgree(String circumstances) {
        host.consistency().settlesWithin(SOON, circumstances);
        Waiting.until(SOON, circumstances, () -> mismatches().isEmpty());
    }

    private static List<JsonNode> mismatches() {
        Answer _ = host.api().post("observer/actions/run", Map.of()).is(200);
        return host.api().items("findings?kind=nic-state-mismatch&state=open").toList();
    }

    @Test
    @Order(1)
    void areFoundByTheirGuestAndReached() {
        JsonNode added = add(guest, "lab");
        nic = added.path("id").asText();

        String place = placeOf(added.path("mac").asText());
        askForAnAddress(place.substring(place.lastIndexOf('/') + 1));

        String address = added.path("assigned").asText();
        assertThat(address).startsWith("10.78.0.");
        assertThat(inGuest("ip addr")).contains(address + "/24");
        Waiting.until(SOON, "it is reached", () -> host.namespace().reaches(address, 80));
        // What leases there are is read now and then.
        Waiting.until(
                SOON,
                "its lease is known",
                () -> read(nic).path("leased").asText().equals(address));
        allAgree("added");
    }

    @Test
    @Order(2)
    void keepTheirPlaceOverARestart() {
        String mac = read(nic).path("mac").asText();
        String place = placeOf(mac);
        String address = read(nic).path("assigned").asText();

        JsonNode _ = guest.act("restart").ok();
        awaitAgent();

        assertThat(placeOf(mac)).isEqualTo(place);
        assertThat(read(nic).path("assigned").asText()).isEqualTo(address);
        Waiting.until(SOON, "it is reached", () -> host.namespace().reaches(address, 80));
        allAgree("restarted");
    }

    @Test
    @Order(3)
    void leaveNothingWhenTheyAreRemoved() {
        String mac = read(nic).path("mac").asText();
        int taps = taps();

        Answer _ = remove(mac).is(204);

        assertThat(inGuest("cat /sys/class/net/*/address")).doesNotContain(mac);
        assertThat(taps()).isEqualTo(taps - 1);
        assertThat(host.namespace().inside("nft", "list", "ruleset")).doesNotContain(mac);
        assertThat(host.api().get("networks/lab").ok().path("allocations").isEmpty()).isTrue();
        assertThat(guest.state()).isEqualTo("running");
        allAgree("removed");
    }

    private static int taps() {
        return (int)
                host.namespace().links().stream().filter(name -> name.startsWith("vt")).count();
    }

    @Test
    @Order(4)
    void stayWithAGuestThatDoesNotReleaseThemAndGoWhenItDoes() {
        String id = add(guest, "lab").path("id").asText();
        String place = placeOf(read(id).path("mac").asText());
        assertThat(place).isNotEmpty();
        var _ = guest.act("pause").ok();

        Answer late = remove(id).isProblem(504, "guest-did-not-release");

        assertThat(late.body().path("remedy").asText()).isNotEmpty();
        assertThat(read(id).path("detachPending").asBoolean()).isTrue();
        assertThat(read(id).path("assigned").isNull()).isFalse();
        assertThat(mismatches()).isEmpty();

        var _ = guest.act("resume").ok();

        Waiting.until(
                SOON, "it is gone", () -> host.api().get("vms/guest/nics/" + id).status() == 404);
        allAgree("released late");
    }

    @Test
    @Order(5)
    void goThoughNobodyListenedWhenTheGuestLetGo() throws IOException {
        String id = add(guest, "lab").path("id").asText();
        String _ = placeOf(read(id).path("mac").asText());
        var _ = guest.act("pause").ok();
        Answer _ = remove(id).isProblem(504, "guest-did-not-release");

        host.daemon().kill();
        JsonNode _ = guest.ask("cont");
        Waiting.until(SOON, "QEMU has it no more", () -> guest.ask("query-rx-filter").size() == 1);
        host.daemon().startAgain();

        Waiting.until(
                SOON, "it is gone", () -> host.api().get("vms/guest/nics/" + id).status() == 404);
        allAgree("released while nobody listened");
    }

    @Test
    @Order(6)
    void stayOnTheBusThatLetsNothingGo() {
        String cold = guest.read().path("nics").path(0).path("id").asText();

        Answer refused = remove(cold).isProblem(409, "not-hot-pluggable");

        assertThat(refused.body().path("remedy").asText()).contains("Stop");
        assertThat(guest.read().path("nics").size()).isEqualTo(1);
    }

    @Test
    @Order(7)
    void areMissedWhenSomebodyPullsThemByHand() {
        JsonNode added = add(guest, "lab");
        String id = added.path("id").asText();
        String _ = placeOf(added.path("mac").asText());

        try (QmpClient qmp = guest.spareQmp()) {
            JsonNode _ = qmp.execute("device_del", Map.of("id", "nic1"), QMP);
        }
        Waiting.until(SOON, "QEMU has it no more", () -> guest.ask("query-rx-filter").size() == 1);

        Waiting.until(SOON, "it is found", () -> !mismatches().isEmpty());
        assertThat(mismatches().getFirst().path("subject").path("id").asText()).isEqualTo(id);
        Answer _ = remove(id).is(204);
        allAgree("pulled by hand, and removed");
    }

    @Test
    @Order(8)
    void areNoneOfOursWhenSomebodyPlugsThemByHand() {
        try (QmpClient qmp = guest.spareQmp()) {
            JsonNode _ = qmp.execute("netdev_add", Map.of("type", "user", "id", "mine"), QMP);
            Map<String, Object> card =
                    Map.of(
                            "driver",
                            "virtio-net-pci",
                            "id",
                            "mine",
                            "netdev",
                            "mine",
                            "bus",
                            "rp5");
            JsonNode _ = qmp.execute("device_add", card, QMP);

            Waiting.until(SOON, "it is found", () -> !mismatches().isEmpty());

            JsonNode _ = qmp.execute("device_del", Map.of("id", "mine"), QMP);
        }
        Waiting.until(SOON, "QEMU has it no more", () -> guest.ask("query-rx-filter").size() == 1);
        allAgree("removed by hand");
    }

    @Test
    @Order(9)
    void areRefusedWhereQemuCanNotReachTheirNetwork() {
        Answer _ = host.api().post("networks", Map.of("name", "own", "mode", "user")).is(201);
        Vm outside = host.vm("outside", Map.of("network", "own", "start", true));

        host.api()
                .post("vms/outside/nics", Map.of("network", "lab"))
                .isProblem(409, "outside-namespace");

        assertThat(outside.read().path("nics").size()).isEqualTo(1);
        String id = add(outside, "own").path("id").asText();
        allAgree("in user mode");
        Answer _ = host.api().delete("vms/outside/nics/" + id + "?force=true").is(204);
        var _ = outside.stopByForce().ok();
        JsonNode _ = add(outside, "lab");
        assertThat(outside.started().read().path("nics").size()).isEqualTo(2);
        allAgree("on a bridge since its start");
        Answer _ = host.api().delete("vms/outside?force=true").is(204);
    }

    @Test
    @Order(10)
    @Timeout(600)
    void comeAndGoForManyUsersAtOnce() throws Exception {
        List<Answer> answers =
                AtOnce.run(
                        USERS,
                        _ -> {
                            Answer added =
                                    host.api().post("vms/guest/nics", Map.of("network", "lab"));
                            return added.status() == 201
                                    ? remove(added.body().path("id").asText())
                                    : added;
                        });

        // Seven fit at once; a slow guest may be given up, and lets go later.
        assertThat(answers).extracting(Answer::status).contains(204).isSubsetOf(204, 409, 504);
        Waiting.until(SOON, "all are gone", () -> guest.read().path("nics").size() == 1);
        assertThat(guest.state()).isEqualTo("running");
        allAgree("after many users");
    }
}
