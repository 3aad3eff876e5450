package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class VmsApiTest {
    @Test
    void createsAVmFromATemplate() {
        String name = Api.name("web");

        Response made =
                Api.post(
                        "/vms",
                        """
                        {"name": "%s", "template": "medium", "memoryMib": 256,
                         "labels": {"team": "a"}, "restart": "on-crash", "protected": false}
                        """
                                .formatted(name));

        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        String id = made.path("id");
        assertThat(made.header("Location")).isEqualTo("/api/v1/vms/" + id);
        assertThat(made.path("template").toString()).isEqualTo("medium");
        assertThat((Integer) made.path("spec.cpus")).isEqualTo(2);
        assertThat((Integer) made.path("spec.memoryMib")).isEqualTo(256);
        assertThat(made.path("spec.restart").toString()).isEqualTo("on-crash");
        assertThat(made.path("state").toString()).isEqualTo("stopped");
        assertThat(made.<Object>path("process")).isNull();
        assertThat(made.path("nics[0].network").toString()).isEqualTo("default");
        assertThat(made.path("nics[0].mac").toString()).startsWith("52:54:00:");
        assertThat((List<?>) made.path("disks")).isEmpty();
        Map<String, String> labels = made.path("labels");
        assertThat(labels).isEqualTo(Map.of("team", "a"));
        assertThat(Api.get("/vms/" + id).asString()).isEqualTo(Api.get("/vms/" + name).asString());
    }

    @Test
    void createsTheRootDiskWithTheVm() {
        String name = Api.name("rooted");

        Response made =
                Api.post(
                        "/vms",
                        "{\"name\": \"%s\", \"template\": \"small\", \"diskSizeBytes\": 1048576}"
                                .formatted(name));

        assertThat((Integer) made.path("disks[0].sizeBytes")).isEqualTo(1_048_576);
        assertThat((Boolean) made.path("disks[0].root")).isTrue();
        String disk = made.path("disks[0].id");
        assertThat(Api.get("/disks/" + disk).path("vm").toString())
                .isEqualTo(made.path("id").toString());
    }

    @Test
    void refusesASecondVmOfTheSameName() {
        String name = Api.newVm("twin");

        Response second = Api.post("/vms", "{\"name\": \"" + name + "\"}");

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.path("code").toString()).isEqualTo("name-taken");
    }

    @Test
    void letsExactlyOneOfTwoRacingCreatesWin() throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = Api.name("raced");
            Callable<Integer> create =
                    () -> Api.post("/vms", "{\"name\": \"" + name + "\"}").statusCode();

            List<Integer> statuses = together(List.of(create, create));

            assertThat(statuses).containsExactlyInAnyOrder(201, 409);
        }
    }

    @Test
    void startsAndStopsAndSaysSo() {
        String name = Api.newVm("run");

        Response started = Api.post("/vms/" + name + "/actions/start", "{}");
        Response again = Api.request().post("/api/v1/vms/" + name + "/actions/start");
        Response refused = Api.delete("/vms/" + name);
        Response stopped = Api.post("/vms/" + name + "/actions/stop", "{\"force\": true}");

        assertThat(started.statusCode()).as(started.asString()).isEqualTo(200);
        assertThat(started.path("state").toString()).isEqualTo("running");
        assertThat(started.<Object>path("process.pid")).isNotNull();
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(stopped.path("state").toString()).isEqualTo("stopped");
    }

    @Test
    void pausesAndResumes() {
        String name = Api.newVm("pause");
        Api.post("/vms/" + name + "/actions/start", "{}");

        Response paused = Api.post("/vms/" + name + "/actions/pause", "{}");
        Response resumed = Api.post("/vms/" + name + "/actions/resume", "{}");

        assertThat(paused.path("state").toString()).isEqualTo("paused");
        assertThat(resumed.path("state").toString()).isEqualTo("running");
    }

    @Test
    void refusesToPauseAStoppedVm() {
        String name = Api.newVm("idle");

        assertThat(Api.post("/vms/" + name + "/actions/pause", "{}").statusCode()).isEqualTo(409);
    }

    @Test
    void startsAtOnceWhereAskedTo() {
        Response made =
                Api.post(
                        "/vms", "{\"name\": \"%s\", \"start\": true}".formatted(Api.name("eager")));

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.path("state").toString()).isEqualTo("running");
    }

    @Test
    void changesAndRenamesAStoppedVm() {
        String before = Api.newVm("old");
        String after = Api.name("new");

        Response changed =
                Api.patch(
                        "/vms/" + before,
                        "{\"name\": \"%s\", \"cpus\": 2, \"memoryMib\": 128}".formatted(after));

        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(changed.path("name").toString()).isEqualTo(after);
        assertThat((Integer) changed.path("spec.cpus")).isEqualTo(2);
        assertThat(Api.get("/vms/" + before).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cpus\": 2}",
                "{\"memoryMib\": 128}",
                "{\"name\": \"renamed\", \"labels\": {\"a\": \"b\"}, \"cpus\": 2}"
            })
    void keepsARunningVmAsItIsWhereItsMachineWouldChange(String change) {
        String name = Api.newVm("fixed");
        Response before = Api.post("/vms/" + name + "/actions/start", "{}");

        Response refused = Api.patch("/vms/" + name, change);

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(409);
        assertThat(refused.path("code").toString()).isEqualTo("wrong-state");
        Response after = Api.get("/vms/" + name);
        assertThat(after.<Object>path("spec")).isEqualTo(before.path("spec"));
        assertThat(after.<Object>path("labels")).isEqualTo(before.path("labels"));
        assertThat(after.path("state").toString()).isEqualTo("running");
        assertThat(Api.get("/vms/renamed").statusCode()).isEqualTo(404);
    }

    @Test
    void keepsAProtectedVmUntilItIsProtectedNoMore() {
        String name = Api.name("dear");
        String path = "/vms/" + name;
        Api.post("/vms", "{\"name\": \"" + name + "\", \"start\": true, \"protected\": true}");

        for (String request : List.of(path, path + "?force=true", path + "?dryRun=true")) {
            Response refused = Api.delete(request);

            assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(409);
            assertThat(refused.path("code").toString()).isEqualTo("protected");
        }
        assertThat(Api.get(path).path("state").toString()).isEqualTo("running");

        Api.patch(path, "{\"protected\": false}").then().statusCode(200);

        assertThat(Api.delete(path + "?force=true").statusCode()).isEqualTo(204);
        assertThat(Api.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesChangesToAnOlderVersion() {
        String name = Api.newVm("etag");
        String seen = Api.get("/vms/" + name).header("ETag");
        Api.patch("/vms/" + name, "{\"cpus\": 2}");

        Response late =
                Api.json("{\"cpus\": 3}").header("If-Match", seen).patch("/api/v1/vms/" + name);
        Response lateDelete = Api.request().header("If-Match", seen).delete("/api/v1/vms/" + name);
        Response weak = Api.request().header("If-Match", "W/" + seen).delete("/api/v1/vms/" + name);
        String now = Api.get("/vms/" + name).header("ETag");
        Response right = Api.request().header("If-Match", now).delete("/api/v1/vms/" + name);

        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.path("code").toString()).isEqualTo("etag-mismatch");
        assertThat(lateDelete.statusCode()).isEqualTo(412);
        assertThat(weak.statusCode()).isEqualTo(412);
        assertThat(right.statusCode()).isEqualTo(204);
        assertThat(right.asString()).isEmpty();
    }

    @Test
    void changesAnyOfTheVersionsThatTheCallerKnows() {
        String name = Api.newVm("etags");
        String path = "/api/v1/vms/" + name;
        String now = Api.get("/vms/" + name).header("ETag");

        Response weakOnly =
                Api.json("{\"cpus\": 2}").header("If-Match", "\"x\", W/" + now).patch(path);
        Response planned = Api.request().header("If-Match", "\"x\"").delete(path + "?dryRun=true");
        Response oneOfThem =
                Api.json("{\"cpus\": 2}").header("If-Match", "\"x\", " + now).patch(path);
        Response any = Api.request().header("If-Match", "*").delete(path);
        Response gone = Api.request().header("If-Match", now).delete(path);

        assertThat(weakOnly.statusCode()).isEqualTo(412);
        assertThat(planned.statusCode()).isEqualTo(412);
        assertThat(oneOfThem.statusCode()).isEqualTo(200);
        assertThat(any.statusCode()).isEqualTo(204);
        assertThat(gone.statusCode()).isEqualTo(404);
    }

    @Test
    void waitsForAState() throws Exception {
        String name = Api.newVm("wait");
        Callable<Integer> start =
                () -> Api.post("/vms/" + name + "/actions/start", "{}").statusCode();
        Callable<Integer> wait =
                () -> {
                    Response seen = Api.get("/vms/" + name + "?wait=running&timeout=20");
                    assertThat(seen.path("state").toString()).isEqualTo("running");
                    return seen.statusCode();
                };

        assertThat(together(List.of(wait, start))).containsExactly(200, 200);
        Response inVain = Api.get("/vms/" + name + "?wait=stopped&timeout=0");
        assertThat(inVain.path("state").toString()).isEqualTo("running");
    }

    @Test
    void showsAnEmptyConsoleBeforeTheFirstStart() {
        String name = Api.newVm("quiet");

        for (String output : List.of("console", "log")) {
            Response answer = Api.get("/vms/" + name + "/" + output);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.contentType()).isEqualToIgnoringCase("text/plain;charset=utf-8");
            assertThat(answer.asString()).isEmpty();
        }
    }

    private static List<Integer> together(List<Callable<Integer>> calls) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> futures = threads.invokeAll(calls, 60, TimeUnit.SECONDS);
            return List.of(futures.get(0).get(), futures.get(1).get());
        }
    }
}
