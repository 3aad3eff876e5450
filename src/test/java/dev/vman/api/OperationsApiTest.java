package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OperationsApiTest {
    @Test
    void answersAtOnceWherePreferred() {
        String vm = Api.newVm("async");

        Response accepted =
                Api.request()
                        .header("Prefer", "respond-async")
                        .post("/api/v1/vms/" + vm + "/actions/start");

        String id = accepted.path("id");
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.header("Location")).isEqualTo("/api/v1/operations/" + id);
        assertThat(accepted.path("kind").toString()).isEqualTo("vm.start");
        assertThat(accepted.path("target.name").toString()).isEqualTo(vm);
        Response ended = Api.get("/operations/" + id + "?wait=20");
        assertThat(ended.path("state").toString()).isEqualTo("succeeded");
        assertThat((Integer) ended.path("progress")).isEqualTo(100);
        assertThat(ended.<Object>path("endedAt")).isNotNull();
        assertThat(ended.<Object>path("problem")).isNull();
        assertThat(accepted.header("ETag")).isNotBlank();
        assertThat(ended.header("ETag")).isEqualTo(Api.get("/operations/" + id).header("ETag"));
    }

    @Test
    void listsTheNewestFirstInParts() {
        String vm = Api.newVm("busy");
        Api.post("/vms/" + vm + "/actions/start", "{}");
        String target = Api.get("/vms/" + vm).path("id");

        Response first = Api.get("/operations?limit=1&target=" + target);
        Response second =
                Api.get("/operations?limit=1&target=" + target + "&after=" + first.path("next"));

        assertThat(first.path("items[0].kind").toString()).isEqualTo("vm.start");
        assertThat(second.path("items[0].kind").toString()).isEqualTo("vm.create");
        assertThat(second.<Object>path("next")).isNull();
        List<String> kinds = Api.get("/operations?kind=vm.create").path("items.kind");
        assertThat(kinds).isNotEmpty().containsOnly("vm.create");
    }

    @Test
    void refusesToCancelWhatHasEnded() {
        String vm = Api.newVm("done");
        String target = Api.get("/vms/" + vm).path("id");
        String operation = Api.get("/operations?target=" + target).path("items[0].id");

        Response answer = Api.request().post("/api/v1/operations/" + operation + "/actions/cancel");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.path("code").toString()).isEqualTo("not-cancellable");
    }

    @Test
    void doesARepeatedRequestOnce() {
        String name = Api.name("once");
        String body = "{\"name\": \"" + name + "\"}";

        Response first = Api.json(body).header("Idempotency-Key", name).post("/api/v1/vms");
        Response second = Api.json(body).header("Idempotency-Key", name).post("/api/v1/vms");
        Response other =
                Api.json("{\"name\": \"" + name + "\", \"cpus\": 2}")
                        .header("Idempotency-Key", name)
                        .post("/api/v1/vms");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.path("id").toString()).isEqualTo(first.path("id").toString());
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.path("code").toString()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void plansWithoutDoing() {
        String name = Api.name("planned");

        Response plan = Api.post("/vms?dryRun=true", "{\"name\": \"" + name + "\"}");
        Response invalid = Api.post("/vms?dryRun=true", "{\"name\": \"a b\"}");

        assertThat(plan.statusCode()).isEqualTo(200);
        assertThat((Boolean) plan.path("dryRun")).isTrue();
        assertThat(plan.path("plan.kind").toString()).isEqualTo("vm.create");
        assertThat(plan.<List<String>>path("plan.steps")).isNotEmpty();
        assertThat(invalid.statusCode()).isEqualTo(422);
        assertThat(Api.get("/vms/" + name).statusCode()).isEqualTo(404);
    }

    @Test
    void plansAStartWithItsCommand() {
        String vm = Api.newVm("command");

        Response plan = Api.request().post("/api/v1/vms/" + vm + "/actions/start?dryRun=true");

        assertThat(plan.<List<String>>path("plan.commandLine")).contains("-uuid");
        assertThat(Api.get("/vms/" + vm).path("state").toString()).isEqualTo("stopped");
    }

    @Test
    void plansADeleteWithoutDeleting() {
        String vm = Api.newVm("spared");

        Response plan = Api.delete("/vms/" + vm + "?dryRun=true");

        assertThat(plan.statusCode()).isEqualTo(200);
        assertThat(Api.get("/vms/" + vm).statusCode()).isEqualTo(200);
    }
}
