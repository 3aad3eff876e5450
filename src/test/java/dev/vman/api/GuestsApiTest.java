package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before a guest is asked; real guests are in integration tests. */
@QuarkusTest
class GuestsApiTest {
    private static void assertProblem(Response answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.path("code").toString()).isEqualTo(code);
    }

    @Test
    void asksNoGuestThatDoesNotRun() {
        String vm = "/vms/" + Api.newVm("asleep");

        assertProblem(Api.get(vm + "/agent"), 409, "wrong-state");
        assertProblem(Api.post(vm + "/exec", "{\"command\": [\"id\"]}"), 409, "wrong-state");
        assertProblem(Api.get(vm + "/files?path=/x"), 409, "wrong-state");
        assertProblem(Api.put(vm + "/files?path=/x", "content"), 409, "wrong-state");
        assertProblem(Api.post(vm + "/actions/probe", "{\"tcp\": 22}"), 409, "wrong-state");
        assertThat(Api.get(vm + "?wait=agent&timeout=0").path("agentReady").toString())
                .isEqualTo("false");
    }

    @Test
    void saysSoWhereThereIsNoGuestAtAll() {
        String vm = "/vms/" + Api.newVm("dry");
        Api.post(vm + "/actions/start", "{}").then().statusCode(200);

        Response refused = Api.post(vm + "/exec", "{\"command\": [\"id\"]}");

        assertProblem(refused, 503, "agent-unavailable");
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(refused.path("remedy").toString()).isNotEmpty();
        assertThat(Api.get(vm).<Object>path("agentReady")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; command",
                "{\"command\": []}; command",
                "{\"command\": [\"\"]}; command",
                "{\"command\": [\"a\", null]}; command",
                "{\"command\": [\"a\\u0000\"]}; command",
                "{\"command\": [\"a\"], \"timeoutSeconds\": 0}; timeoutSeconds",
                "{\"command\": [\"a\"], \"timeoutSeconds\": 3601}; timeoutSeconds",
                "{\"command\": [\"a\"], \"user\": \"-x\"}; user",
                "{\"command\": [\"a\"], \"user\": \"a b\"}; user",
                "{\"command\": [\"a\"], \"workingDirectory\": \"tmp\"}; workingDirectory",
                "{\"command\": [\"a\"], \"shell\": true}; shell"
            })
    void refusesCommandsThatAreNone(String body, String field) {
        Response refused = Api.post("/vms/" + Api.newVm("strict") + "/exec", body);

        assertProblem(refused, 422, "invalid-value");
        assertThat(refused.path("errors[0].field").toString()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "path=x, path",
        "path=/x/, path",
        "path=/x/.., path",
        "path=/x&mode=9, mode",
        "path=/x&mode=rwx, mode",
        "path=/x&owner=-R, owner",
        "path=/x&owner=a:b:c, owner"
    })
    void refusesFilesThatAreNone(String query, String field) {
        Response refused = Api.put("/vms/" + Api.newVm("strict") + "/files?" + query, "content");

        assertProblem(refused, 422, "invalid-value");
        assertThat(refused.path("errors[0].field").toString()).isEqualTo(field);
    }
}
