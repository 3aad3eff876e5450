package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

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
    void keepsATemplateThatAVmUses() {
        Api.newVm("user");

        assertThat(Api.delete("/templates/small").statusCode()).isEqualTo(409);
    }
}
