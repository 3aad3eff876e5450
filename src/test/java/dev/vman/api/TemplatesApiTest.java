package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TemplatesApiTest {
    @Test
    void hasThreeFromTheStart() {
        List<String> names = Api.get("/templates").path("items.name");

        assertThat(names).contains("small", "medium", "large");
        assertThat((Integer) Api.get("/templates/small").path("memoryMib")).isEqualTo(512);
    }

    @Test
    void createsChangesAndDeletesATemplate() {
        String name = Api.name("mine");

        Response made =
                Api.post(
                        "/templates",
                        "{\"name\": \"%s\", \"cpus\": 1, \"memoryMib\": 64}".formatted(name));
        Response changed = Api.patch("/templates/" + name, "{\"cpus\": 2}");
        Response deleted = Api.delete("/templates/" + name);

        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat((Integer) changed.path("cpus")).isEqualTo(2);
        assertThat(changed.header("ETag")).isNotEqualTo(made.header("ETag"));
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(Api.get("/templates/" + name).statusCode()).isEqualTo(404);
    }

    @Test
    void givesItsMachineAndFirmwareToVms() {
        String name = Api.name("machine");
        Api.post(
                        "/templates",
                        "{\"name\": \"%s\", \"cpus\": 1, \"memoryMib\": 64, \"firmware\": \"uefi\"}"
                                .formatted(name))
                .then()
                .statusCode(201)
                .body("firmware", equalTo("uefi"));
        String vm = "{\"name\": \"%s\", \"template\": \"" + name + "\"%s}";

        Response given = Api.post("/vms", vm.formatted(Api.name("given"), ""));
        Response own = Api.post("/vms", vm.formatted(Api.name("own"), ", \"firmware\": \"bios\""));

        assertThat(given.<String>path("spec.firmware")).isEqualTo("uefi");
        assertThat(own.<String>path("spec.firmware")).isEqualTo("bios");
        Response machine = Api.patch("/templates/" + name, "{\"machine\": \"microvm\"}");
        assertThat(machine.<String>path("machine")).isEqualTo("microvm");
        Response refused = Api.post("/vms", vm.formatted(Api.name("refused"), ""));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.<List<String>>path("errors.field"))
                .containsExactlyInAnyOrder("boot", "firmware");
    }

    @Test
    void keepsATemplateThatAVmUses() {
        Api.newVm("user");

        assertThat(Api.delete("/templates/small").statusCode()).isEqualTo(409);
    }
}
