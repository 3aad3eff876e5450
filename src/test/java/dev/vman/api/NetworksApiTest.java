package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import dev.vman.network.DesiredNetwork;
import dev.vman.network.LinksOnPaper;
import dev.vman.network.RecordingNetworkManager;
import dev.vman.network.SeenAddress;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks over HTTP, on a host that is on paper. */
@QuarkusTest
class NetworksApiTest {
    private static final AtomicInteger SUBNETS = new AtomicInteger();
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject RecordingNetworkManager host;

    @Test
    void hasOneFromTheStart() {
        Response network = Api.get("/networks/default");

        assertThat(network.statusCode()).as(network.asString()).isEqualTo(200);
        assertThat(network.path("mode").toString()).isEqualTo("user");
        assertThat(network.path("subnet").toString()).isEqualTo("10.0.2.0/24");
        assertThat(Api.get("/host").path("network.mode").toString()).isEqualTo("user");
        assertThat(Api.get("/host").path("network.reason").toString()).isNotBlank();
        assertThat(Api.get("/network/config").path("name").toString()).isEqualTo("default");
        assertThat(Api.delete("/networks/default").statusCode()).isEqualTo(409);
        assertThat(Api.patch("/networks/default", "{\"subnet\": \"10.5.0.0/24\"}").statusCode())
                .isIn(409, 422);
    }

    @Test
    void livesAsOthersDo() {
        String name = Api.name("lan");
        String body = json("{'name': '%s', 'subnet': '%s'}".formatted(name, subnet()));

        Response plan = Api.post("/networks?dryRun=true", body);
        assertThat(plan.statusCode()).as(plan.asString()).isEqualTo(200);
        assertThat(Api.get("/networks/" + name).statusCode()).isEqualTo(404);

        Response made = Api.post("/networks", body);
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(made.path("bridge").toString()).matches("vb[0-9a-f]{10}");
        assertThat(host.applied(id(made))).isPresent();
        assertThat(Api.post("/networks", body).statusCode()).isEqualTo(409);
        assertThat(Api.get("/networks/" + name + "?plan=true").<List<?>>path("plan")).isEmpty();
        host.lose(id(made));
        assertThat(Api.get("/networks/" + name + "?plan=true").path("plan[0].subject").toString())
                .isEqualTo("bridge");

        Response changed = Api.patch("/networks/" + name, json("{'dns': ['9.9.9.9']}"));
        assertThat(changed.path("dns[0]").toString()).isEqualTo("9.9.9.9");
        assertThat(changed.header("ETag")).isNotEqualTo(made.header("ETag"));
        Response outdated =
                Api.request()
                        .header("If-Match", made.header("ETag"))
                        .delete(Api.ROOT + "/networks/" + name);
        assertThat(outdated.statusCode()).isEqualTo(412);
        assertThat(Api.delete("/networks/" + name).statusCode()).isEqualTo(204);
        await(() -> host.applied(id(made)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'subnet': '10.3.0.0/24'} | name",
                "{'name': 'n', 'mode': 'bridge'} | subnet",
                "{'name': 'n', 'mode': 'nat', 'subnet': '10.3.0.0/24'} | mode",
                "{'name': 'n', 'subnet': '0.0.0.0/0'} | subnet",
                "{'name': 'n', 'subnet': '10.0.0.5/8'} | subnet",
                "{'name': 'n', 'subnet': '10.3.0.0/31'} | subnet",
                "{'name': 'n', 'subnet': 'fd00::/64'} | subnet",
                "{'name': 'n', 'subnet': '127.0.0.0/8'} | subnet",
                "{'name': 'n', 'subnet': '10.99.4.0/24'} | subnet",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'gateway': '10.4.0.1'} | gateway",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'gateway': '10.3.0.255'} | gateway",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'gateway': 'fd00::1'} | gateway",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'dns': ['localhost']} | dns",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'bridge': 'sixteen-is-a-lot'} | bridge",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'bridge': ''} | bridge",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'bridge': 'a;reboot'} | bridge",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'bridge': 'a\\\" drop'} | bridge",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'bridge': '$(id)'} | bridge",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'bridge': 'a/b'} | bridge",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'bridge': '-br'} | bridge",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'vlanId': 0} | vlanId",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'vlanId': 4096} | vlanId",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'vlanId': 4095} | vlanId",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'vlanId': 'x'} | vlanId",
                "{'name': 'n', 'subnet': '10.3.0.0/24', 'vlanId': 12} | vlanId",
                "{'name': 'n', 'mode': 'user', 'subnet': '10.3.0.0/24'} | subnet",
                "{'name': 'N!', 'subnet': '10.3.0.0/24'} | name"
            })
    void refusesWhatCanNotBe(String body, String field) {
        Response answer = Api.post("/networks", json(body));

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.<List<String>>path("errors.field")).contains(field);
        assertThat(Api.get("/networks/n").statusCode()).isEqualTo(404);
    }

    @Test
    void keepsNetworksApart() {
        String subnet = subnet();
        String first = network(subnet, "'bridge': 'br-apart'");

        Response overlapping =
                Api.post("/networks", json("{'name': 'n', 'subnet': '%s'}".formatted(subnet)));
        Response sameBridge =
                Api.post(
                        "/networks",
                        json(
                                "{'name': 'n', 'subnet': '%s', 'bridge': 'br-apart'}"
                                        .formatted(subnet())));

        assertThat(overlapping.statusCode()).isEqualTo(422);
        assertThat(overlapping.path("detail").toString()).contains(first);
        assertThat(sameBridge.statusCode()).isEqualTo(409);
    }

    @Test
    void usesABridgeThatWasThereWithoutOwningIt() {
        String name = network(subnet(), "'bridge': '" + LinksOnPaper.BRIDGE + "'");

        assertThat((Boolean) Api.get("/networks/" + name).path("foreign")).isTrue();
        assertThat(applied(name).foreign()).isTrue();
    }

    @Test
    void givesAnAddressFromStartToDeath() {
        String network = network(subnet());
        String vm = vm(network);
        assertThat(nic(vm, "ip")).isNull();

        act(vm, "start", 200);
        String ip = nic(vm, "ip");
        assertThat(ip).endsWith(".2").isEqualTo(nic(vm, "assigned"));
        assertThat(applied(network).ports())
                .extracting(port -> port.ip().toString())
                .containsExactly(ip);
        assertThat(Api.get("/networks/" + network).path("allocations[0].state").toString())
                .isEqualTo("assigned");

        act(vm, "stop", 200);
        assertThat(nic(vm, "ip")).isNull();
        await(() -> applied(network).ports().isEmpty());
        String next = vm(network);
        act(next, "start", 200);
        assertThat(nic(next, "ip")).isEqualTo(ip);
        act(next, "restart", 200);
        assertThat(nic(next, "ip")).isEqualTo(ip);
        assertThat(Api.delete("/vms/" + next + "?force=true").statusCode()).isEqualTo(204);
        await(() -> applied(network).ports().isEmpty());
    }

    @Test
    void startsNobodyWithoutAnAddress() {
        String base = "10.200." + SUBNETS.incrementAndGet() + ".";
        String network = network(base + "0/30");
        String first = vm(network);
        String second = vm(network);

        act(first, "start", 200);
        Response refused = Api.post("/vms/" + second + "/actions/start", "{}");

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(409);
        assertThat(refused.path("code").toString()).isEqualTo("addresses-exhausted");
        assertThat(refused.path("remedy").toString()).isNotBlank();
        assertThat(Api.get("/vms/" + second).path("state").toString()).isEqualTo("stopped");
        String third = vmToStart(network);
        assertThat(Api.get("/vms/" + third).path("stateReason").toString())
                .startsWith("A start was refused: ")
                .contains(network);
        act(first, "stop", 200);
        act(second, "start", 200);
        assertThat(nic(second, "ip")).isEqualTo(base + "2");
    }

    @Test
    void givesNoAddressTwiceToThoseWhoStartAtOnce() throws InterruptedException {
        String network = network("10.200." + SUBNETS.incrementAndGet() + ".0/29");
        List<String> vms = IntStream.range(0, 6).mapToObj(_ -> vm(network)).toList();
        List<Integer> answers = new CopyOnWriteArrayList<>();

        List<Thread> starts =
                vms.stream()
                        .map(vm ->
                                Thread.ofVirtual()
                                        .start(() ->
                                                answers.add(
                                                        Api.post(
                                                                        "/vms/"
                                                                                + vm
                                                                                + "/actions/start",
                                                                        "{}")
                                                                .statusCode())))
                        .toList();
        for (Thread start : starts) {
            assertThat(start.join(SOON)).isTrue();
        }

        assertThat(answers).containsExactlyInAnyOrder(200, 200, 200, 200, 200, 409);
        assertThat(Api.get("/networks/" + network).<List<String>>path("allocations.ip"))
                .hasSize(5)
                .doesNotHaveDuplicates();
        vms.forEach(vm -> Api.delete("/vms/" + vm + "?force=true"));
        await(() -> applied(network).ports().isEmpty());
    }

    @Test
    void leavesNothingOfAStartThatFailed() {
        String network = network(subnet());
        String vm = vm(network);
        host.breakApply(applied(network).id());
        try {
            Response failed = Api.post("/vms/" + vm + "/actions/start", "{}");
            assertThat(failed.statusCode()).as(failed.asString()).isGreaterThanOrEqualTo(500);
            assertThat(failed.path("code").toString()).isEqualTo("network-failed");
        } finally {
            host.breakApply(null);
        }

        assertThat(Api.get("/vms/" + vm).path("state").toString()).isEqualTo("error");
        assertThat(nic(vm, "ip")).isNull();
        assertThat(applied(network).ports()).isEmpty();
        act(vm, "start", 200);
    }

    @Test
    void fixesAnAddressOfAStoppedVm() {
        String base = "10.200." + SUBNETS.incrementAndGet() + ".";
        String network = network(base + "0/24");
        String vm = vm(network);
        String fixed = json("{'nics': [{'ip': '%s'}]}".formatted(base + "77"));

        Response changed = Api.patch("/vms/" + vm, fixed);
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(nic(vm, "fixed")).isEqualTo(base + "77");
        act(vm, "start", 200);
        assertThat(nic(vm, "ip")).isEqualTo(base + "77");
        assertThat(Api.patch("/vms/" + vm, fixed).statusCode()).isEqualTo(409);

        String other = vm(network);
        assertThat(Api.patch("/vms/" + other, fixed).statusCode()).isEqualTo(422);
        String outside = json("{'nics': [{'ip': '10.9.9.9'}]}");
        assertThat(Api.patch("/vms/" + other, outside).statusCode()).isEqualTo(422);
        String gateway = json("{'nics': [{'ip': '%s'}]}".formatted(base + "1"));
        assertThat(Api.patch("/vms/" + other, gateway).statusCode()).isEqualTo(422);
        act(vm, "stop", 200);
        Response free = Api.patch("/vms/" + vm, json("{'nics': [{'ip': null}]}"));
        assertThat(free.<String>path("nics[0].fixed")).isNull();
    }

    @Test
    void putsOneVmOnSeveralNetworks() {
        String first = network(subnet());
        String second = network(subnet(), "'mode': 'isolated'");
        String name = Api.name("two");
        Response made =
                Api.post(
                        "/vms",
                        json(
                                "{'name': '%s', 'memoryMib': 16, 'networks': ['%s', '%s']}"
                                        .formatted(name, first, second)));
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(made.<List<String>>path("nics.network")).containsExactly(first, second);
        assertThat(made.<List<String>>path("nics.mac")).doesNotHaveDuplicates();
        String mac = made.path("nics[0].mac");

        Response twin =
                Api.post("/vms", json("{'name': 'twin', 'nics': [{'mac': '%s'}]}".formatted(mac)));
        act(name, "start", 200);

        assertThat(twin.statusCode()).isEqualTo(422);
        assertThat(applied(first).ports()).hasSize(1);
        assertThat(applied(second).ports()).hasSize(1);
        assertThat(Api.delete("/networks/" + first).statusCode()).isEqualTo(409);
        assertThat(Api.patch("/networks/" + first, json("{'mode': 'isolated'}")).statusCode())
                .isEqualTo(409);
    }

    @Test
    void showsWhatIsLeasedAndSeen() {
        String network = network(subnet());
        String vm = vm(network);
        act(vm, "start", 200);
        MacAddress mac = new MacAddress(nic(vm, "mac"));
        Ipv4Address ip = Ipv4Address.parse(nic(vm, "ip"));

        host.see(
                applied(network).id(),
                new SeenAddress(mac, ip, SeenAddress.How.LEASED),
                new SeenAddress(mac, ip, SeenAddress.How.SEEN));

        await(() -> ip.toString().equals(nic(vm, "seen")));
        assertThat(nic(vm, "leased")).isEqualTo(ip.toString());
        assertThat(Api.get("/networks/" + network).path("allocations[0].state").toString())
                .isEqualTo("seen");
    }

    @Test
    void findsAndRestoresANetworkThatIsGone() {
        String network = network(subnet());
        UUID id = applied(network).id();

        host.lose(id);
        Response pass = Api.post("/observer/actions/run", "");

        assertThat(pass.statusCode()).isEqualTo(200);
        await(() -> host.applied(id).isPresent());
    }

    @Test
    void forwardsPortsOfABridge() {
        String network = network(subnet());
        String vm = vm(network);
        act(vm, "start", 200);

        Response made = Api.post("/vms/" + vm + "/forwards", json("{'guestPort': 22}"));
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        int port = made.path("hostPort");
        assertThat(applied(network).forwards())
                .extracting(forward -> Map.entry(forward.hostPort(), forward.guestPort()))
                .containsExactly(Map.entry(port, 22));

        String at = "/vms/" + vm + "/forwards/" + made.path("id");
        assertThat(Api.get(at).statusCode()).isEqualTo(200);
        assertThat(Api.delete(at).statusCode()).isEqualTo(204);
        await(() -> applied(network).forwards().isEmpty());
        assertThat(Api.delete(at).statusCode()).isEqualTo(404);
    }

    @Test
    void forwardsPortsInUserMode() {
        String vm = Api.newVm("forwarded");
        Response made = Api.post("/vms/" + vm + "/forwards", json("{'guestPort': 22}"));
        int port = made.path("hostPort");
        String taken = json("{'guestPort': 23, 'hostPort': %s}".formatted(port));

        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(Api.get("/vms/" + vm + "/forwards").<List<Integer>>path("items.hostPort"))
                .containsExactly(port);
        assertThat(Api.post("/vms/" + vm + "/forwards", taken).statusCode()).isEqualTo(409);
        for (String bad :
                List.of(
                        "{}",
                        "{'guestPort': 0}",
                        "{'guestPort': 65536}",
                        "{'guestPort': 22, 'hostPort': 80}",
                        "{'guestPort': 22, 'protocol': 'sctp'}")) {
            assertThat(Api.post("/vms/" + vm + "/forwards", json(bad)).statusCode())
                    .as(bad)
                    .isEqualTo(422);
        }
        Response plan = Api.post("/vms/" + vm + "/actions/start?dryRun=true", "{}");
        assertThat(plan.asString()).contains("tcp:127.0.0.1:" + port + "-:22");
    }

    private static String subnet() {
        return "10.200." + SUBNETS.incrementAndGet() + ".0/24";
    }

    private static String network(String subnet, String... fields) {
        String name = Api.name("net");
        String more = fields.length == 0 ? "" : ", " + String.join(", ", fields);
        Response made =
                Api.post(
                        "/networks",
                        json("{'name': '%s', 'subnet': '%s'%s}".formatted(name, subnet, more)));
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        return name;
    }

    private static String vm(String network) {
        String name = Api.name("wired");
        Response made =
                Api.post(
                        "/vms",
                        json(
                                "{'name': '%s', 'memoryMib': 16, 'network': '%s'}"
                                        .formatted(name, network)));
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        return name;
    }

    /** It is made, and its start refused. */
    private static String vmToStart(String network) {
        String name = Api.name("wired");
        Response made =
                Api.post(
                        "/vms",
                        json(
                                "{'name': '%s', 'memoryMib': 16, 'network': '%s', 'start': true}"
                                        .formatted(name, network)));
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        return name;
    }

    private static void act(String vm, String action, int status) {
        String body = action.equals("start") ? "{}" : "{\"force\": true}";
        Response done = Api.post("/vms/" + vm + "/actions/" + action, body);
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(status);
    }

    private static String nic(String vm, String field) {
        return Api.get("/vms/" + vm).path("nics[0]." + field);
    }

    private DesiredNetwork applied(String network) {
        return Optional.of(UUID.fromString(Api.get("/networks/" + network).path("id")))
                .flatMap(host::applied)
                .orElseThrow();
    }

    private static UUID id(Response made) {
        return UUID.fromString(made.path("id"));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it never came so far").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
