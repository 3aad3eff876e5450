package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.network.Port;
import dev.vman.network.RecordingNetworkManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NICs that come and go, over HTTP, on a host that is on paper. */
@QuarkusTest
class NicsApiTest {
    private static final AtomicInteger SUBNETS = new AtomicInteger();
    private static final Duration SOON = Duration.ofSeconds(20);
    @Inject RecordingNetworkManager host;

    @Test
    void comeAndGoWhileTheVmRuns() {
        String subnet = "10.201." + SUBNETS.incrementAndGet() + ".0/24";
        String network = network(subnet);
        String vm = running();

        Response added = add(vm, "{'network': '%s'}".formatted(network));

        assertThat(added.statusCode()).as(added.asString()).isEqualTo(201);
        String id = added.path("id");
        assertThat(added.header("Location")).endsWith("/vms/" + vm + "/nics/" + id);
        assertThat(added.header("ETag")).isNotBlank();
        assertThat(added.path("network").toString()).isEqualTo(network);
        assertThat(added.path("assigned").toString()).isEqualTo(subnet.replace("0/24", "2"));
        assertThat(added.<Boolean>path("detachPending")).isFalse();
        assertThat(taps(network)).containsExactly(Port.tapOf(UUID.fromString(id)));
        assertThat(Api.get("/vms/" + vm).<List<String>>path("nics.id")).hasSize(2).contains(id);
        assertThat(Api.get("/vms/" + vm + "/nics").<List<String>>path("items.id")).contains(id);
        String mac = added.path("mac");
        assertThat(get(vm, mac.toUpperCase(java.util.Locale.ROOT)).path("id").toString())
                .isEqualTo(id);

        assertThat(delete(vm, mac).statusCode()).isEqualTo(204);

        assertThat(get(vm, id).statusCode()).isEqualTo(404);
        assertThat(taps(network)).isEmpty();
        assertThat(Api.get("/vms/" + vm).<List<?>>path("nics")).hasSize(1);
        assertThat(Api.delete("/networks/" + network).statusCode()).isEqualTo(204);
    }

    @Test
    void waitForTheNextStartOfAStoppedVm() {
        String network = network("10.201." + SUBNETS.incrementAndGet() + ".0/24");
        String vm = Api.newVm("nics");

        String id = add(vm, "{'network': '%s'}".formatted(network)).path("id");

        assertThat(get(vm, id).<String>path("assigned")).isNull();
        assertThat(Api.delete("/networks/" + network).statusCode()).isEqualTo(409);
        act(vm, "start");
        assertThat(get(vm, id).<String>path("assigned")).isNotNull();
        assertThat(taps(network)).hasSize(1);
        assertThat(delete(vm, id).statusCode()).isEqualTo(204);
        assertThat(taps(network)).isEmpty();
    }

    @Test
    void leaveNothingWhereTheirNetworkFails() {
        String network = network("10.201." + SUBNETS.incrementAndGet() + ".0/24");
        String vm = running();
        UUID id = UUID.fromString(Api.get("/networks/" + network).path("id"));
        host.breakApply(id);
        try {
            Response failed = add(vm, "{'network': '%s'}".formatted(network));

            assertThat(failed.statusCode()).as(failed.asString()).isEqualTo(500);
            assertThat(failed.path("code").toString()).isEqualTo("network-failed");
        } finally {
            host.breakApply(null);
        }
        assertThat(Api.get("/vms/" + vm).<List<?>>path("nics")).hasSize(1);
        await(() -> Api.get("/networks/" + network).<List<?>>path("allocations").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'network': 'no-such-network'} | 422",
                "{'network': '../default'} | 422",
                "{'mac': 'nonsense'} | 422",
                "{'mac': '52:54:00:12:34'} | 422",
                "{'mac': '01:00:5e:00:00:01'} | 422",
                "{'mac': 'ff:ff:ff:ff:ff:ff'} | 422",
                "{'mac': '00:00:00:00:00:00'} | 422",
                "{'ip': '10.0.2.15'} | 422",
                "{'ip': 'x'} | 422",
                "{'slot': 3} | 400,422",
                "{'mac': 7} | 400,422",
                "[] | 400,422",
                "null | 400,422",
                "{ | 400"
            })
    void areRefusedWhereTheyCanNotBe(String body, String statuses) {
        String vm = Api.newVm("nics");

        Response answer = add(vm, body);

        assertThat(List.of(statuses.split(","))).contains("" + answer.statusCode());
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(Api.get("/vms/" + vm + "/nics").<List<?>>path("items")).hasSize(1);
    }

    @Test
    void areRefusedWithoutABody() {
        String vm = Api.newVm("nics");

        assertThat(Api.request().post(Api.ROOT + "/vms/" + vm + "/nics").statusCode())
                .isIn(400, 415);
        assertThat(Api.post("/vms/" + vm + "/nics", "").statusCode()).isEqualTo(400);
    }

    @Test
    void haveNoMacAndNoAddressOfAnother() {
        String base = "10.201." + SUBNETS.incrementAndGet() + ".";
        String network = network(base + "0/24");
        String vm = Api.newVm("nics");
        String body = "{'network': '%s', 'ip': '%s'}";
        Response first = add(vm, body.formatted(network, base + "9"));
        assertThat(first.path("fixed").toString()).isEqualTo(base + "9");

        Response sameMac = add(vm, "{'mac': '%s'}".formatted(first.<String>path("mac")));
        Response sameIp = add(vm, body.formatted(network, base + "9"));
        Response outside = add(vm, body.formatted(network, "10.9.9.9"));
        Response gateway = add(vm, body.formatted(network, base + "1"));

        assertThat(sameMac.<List<String>>path("errors.field")).contains("mac");
        assertThat(List.of(sameIp, outside, gateway))
                .allSatisfy(answer ->
                        assertThat(answer.<List<String>>path("errors.field")).contains("ip"));
    }

    @Test
    void areNotTakenFromOthers() {
        String vm = Api.newVm("nics");
        String other = Api.newVm("nics");
        String id = add(other, "{}").path("id");

        assertThat(get(vm, id).statusCode()).isEqualTo(404);
        assertThat(delete(vm, id).statusCode()).isEqualTo(404);
        assertThat(delete(vm, UUID.randomUUID().toString()).statusCode()).isEqualTo(404);
        assertThat(delete(vm, "x").statusCode()).isEqualTo(404);
        assertThat(delete("no-such-vm", id).statusCode()).isEqualTo(404);
        assertThat(add("no-such-vm", "{}").statusCode()).isEqualTo(404);
        assertThat(get(other, id).statusCode()).isEqualTo(200);
    }

    @Test
    void areEightAtMost() {
        String vm = Api.newVm("nics");
        for (int nic = 1; nic < 8; nic++) {
            assertThat(add(vm, "{}").statusCode()).isEqualTo(201);
        }

        Response ninth = add(vm, "{}");

        assertThat(ninth.statusCode()).isEqualTo(409);
        assertThat(ninth.path("code").toString()).isEqualTo("too-many-nics");
        assertThat(ninth.path("remedy").toString()).isNotBlank();
        assertThat(ListsApiTest.inParts("/vms/" + vm + "/nics?limit=3"))
                .containsExactlyElementsOf(Api.get("/vms/" + vm + "/nics").path("items.id"))
                .hasSize(8);
    }

    @Test
    void areNotListedAfterOneThatIsGone() {
        String vm = Api.newVm("nics");
        Response _ = add(vm, "{}");
        String next = Api.get("/vms/" + vm + "/nics?limit=1").path("next");
        String first = Api.get("/vms/" + vm + "/nics").path("items[0].id");
        Response _ = Api.delete("/vms/" + vm + "/nics/" + first);

        Response rest = Api.get("/vms/" + vm + "/nics?after=" + next);

        assertThat(rest.statusCode()).as(rest.asString()).isEqualTo(400);
        assertThat(rest.path("code").toString()).isEqualTo("invalid-parameter");
    }

    @Test
    void areOnlyPlannedWhenThatIsAsked() {
        String vm = running();

        Response plan = Api.post("/vms/" + vm + "/nics?dryRun=true", "{}");

        assertThat(plan.statusCode()).as(plan.asString()).isEqualTo(200);
        assertThat(plan.<List<String>>path("plan.steps")).containsExactly("network", "plug");
        assertThat(Api.get("/vms/" + vm).<List<?>>path("nics")).hasSize(1);
        String id = add(vm, "{}").path("id");
        Response removal = Api.delete("/vms/" + vm + "/nics/" + id + "?dryRun=true");
        assertThat(removal.<List<String>>path("plan.steps")).containsExactly("unplug", "network");
        assertThat(get(vm, id).statusCode()).isEqualTo(200);
    }

    @Test
    void areRemovedAsTheyWereSeenOnly() {
        String vm = Api.newVm("nics");
        String id = add(vm, "{}").path("id");

        Response outdated =
                Api.request()
                        .header("If-Match", "\"99\"")
                        .delete(Api.ROOT + "/vms/" + vm + "/nics/" + id);

        assertThat(outdated.statusCode()).isEqualTo(412);
        Response known =
                Api.request()
                        .header("If-Match", get(vm, id).header("ETag"))
                        .delete(Api.ROOT + "/vms/" + vm + "/nics/" + id);
        assertThat(known.statusCode()).isEqualTo(204);
    }

    @Test
    void areAddedOnceByARepeatedRequest() {
        String vm = Api.newVm("nics");

        String first = addWithKey(vm).path("id");

        assertThat(addWithKey(vm).path("id").toString()).isEqualTo(first);
        assertThat(Api.get("/vms/" + vm).<List<?>>path("nics")).hasSize(2);
    }

    private static Response addWithKey(String vm) {
        return Api.json("{}")
                .header("Idempotency-Key", "nic-of-" + vm)
                .post(Api.ROOT + "/vms/" + vm + "/nics");
    }

    private List<String> taps(String network) {
        UUID id = UUID.fromString(Api.get("/networks/" + network).path("id"));
        return host.applied(id).orElseThrow().ports().stream().map(Port::tap).toList();
    }

    private static Response add(String vm, String body) {
        return Api.post("/vms/" + vm + "/nics", body.replace('\'', '"'));
    }

    private static Response get(String vm, String nic) {
        return Api.get("/vms/" + vm + "/nics/" + nic);
    }

    private static Response delete(String vm, String nic) {
        return Api.delete("/vms/" + vm + "/nics/" + nic);
    }

    private static String network(String subnet) {
        String name = Api.name("nicnet");
        String body = "{\"name\": \"%s\", \"subnet\": \"%s\"}".formatted(name, subnet);
        assertThat(Api.post("/networks", body).statusCode()).isEqualTo(201);
        return name;
    }

    private static String running() {
        String vm = Api.newVm("nics");
        act(vm, "start");
        return vm;
    }

    private static void act(String vm, String action) {
        assertThat(Api.post("/vms/" + vm + "/actions/" + action, "{}").statusCode()).isEqualTo(200);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it never came so far").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
