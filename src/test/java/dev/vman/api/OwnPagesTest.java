package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the daemon says of itself: its document, health, metrics and host. */
@QuarkusTest
class OwnPagesTest {
    @Test
    void describeTheApi() {
        JsonPath document = RestAssured.get("/q/openapi?format=json").jsonPath();
        Map<String, Map<String, Map<String, ?>>> paths = document.getMap("paths");

        assertThat(paths)
                .containsKeys(
                        "/api/v1/host",
                        "/api/v1/templates/{template}",
                        "/api/v1/vms",
                        "/api/v1/vms/{vm}/actions/start",
                        "/api/v1/vms/{vm}/console",
                        "/api/v1/disks/{disk}/actions/detach",
                        "/api/v1/operations/{operation}/actions/cancel");
        List<String> required = document.getList("components.schemas.VmBody.required");
        assertThat(required).containsExactly("name");
        assertThat(document.getString("components.securitySchemes.token.scheme"))
                .isEqualTo("bearer");
    }

    @Test
    void tellTheirHealth() {
        Response health = RestAssured.get("/q/health");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.<List<String>>path("checks.name"))
                .contains("storage", "qemu", "database");
        assertThat(health.<List<String>>path("checks.status")).containsOnly("UP");
    }

    @Test
    void countVmsByState() {
        Api.newVm("counted");

        String metrics = Api.request().get("/q/metrics").asString();

        assertThat(metrics).containsPattern("vman_vms\\{state=\"stopped\"} [1-9]");
    }

    @Test
    void tellWhatTheHostCanDo() {
        Response host = Api.get("/host");

        assertThat(host.statusCode()).isEqualTo(200);
        assertThat((Boolean) host.path("dryRun")).isTrue();
        assertThat(host.path("accelerator").toString()).isNotBlank();
        assertThat(host.path("acceleratorReason").toString()).isNotBlank();
        assertThat((Integer) host.path("capacity.cpus")).isPositive();
        assertThat(host.path("privileges.userPerVmReason").toString()).isNotBlank();
    }
}
