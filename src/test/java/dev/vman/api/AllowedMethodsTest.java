package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AllowedMethodsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "PUT: /api/v1/vms: GET, HEAD, OPTIONS, POST",
                "DELETE: /api/v1/vms/: GET, HEAD, OPTIONS, POST",
                "POST: /api/v1/vms/nobody: DELETE, GET, HEAD, OPTIONS, PATCH",
                "PUT: /api/v1/vms/a%2Fb: DELETE, GET, HEAD, OPTIONS, PATCH",
                "GET: /api/v1/vms/nobody/actions/start: OPTIONS, POST",
                "POST: /api/v1/vms/nobody/console: GET, HEAD, OPTIONS",
                "PATCH: /api/v1/disks/nobody/actions/attach: OPTIONS, POST",
                "DELETE: /api/v1/host: GET, HEAD, OPTIONS",
                "POST: /api/v1/operations: GET, HEAD, OPTIONS",
                "DELETE: /api/v1/operations/x/actions/cancel: OPTIONS, POST",
                "BREW: /api/v1/host: GET, HEAD, OPTIONS"
            })
    void areToldWhereAnotherIsUsed(String method, String path, String allow) {
        Response answer = Api.request().request(method, path);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo(allow);
        assertThat(answer.path("code").toString()).isEqualTo("method-not-allowed");
        assertThat(answer.path("remedy").toString()).contains("Allow");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "/api/v1/vms: GET, HEAD, OPTIONS, POST",
                "/api/v1/vms/nobody: DELETE, GET, HEAD, OPTIONS, PATCH",
                "/api/v1/disks/nobody/actions/detach: OPTIONS, POST"
            })
    void areTheAnswerToOptions(String path, String allow) {
        Response answer = Api.request().options(path);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo(allow);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/nothing", "/api/v1/vms/a/b/c", "/nothing"})
    void areNoneWhereNothingIs(String path) {
        for (String method : new String[] {"OPTIONS", "PUT"}) {
            Response answer = Api.request().request(method, path);

            assertThat(answer.statusCode()).as(method).isEqualTo(404);
            assertThat(answer.path("code").toString()).isEqualTo("no-such-path");
        }
    }

    @Test
    void areToldOnlyWithTheToken() {
        assertThat(RestAssured.options("/api/v1/vms").statusCode()).isEqualTo(401);
    }
}
