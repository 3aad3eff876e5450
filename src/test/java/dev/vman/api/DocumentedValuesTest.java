package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API's document says of parameters and schemas, and that its examples hold to it. */
@QuarkusTest
class DocumentedValuesTest {
    private static final Set<String> FLAGS = Set.of("dryRun", "force", "plan", "deep", "write");

    private OpenApi document = OpenApi.none();

    @BeforeEach
    void read() {
        document = OpenApi.read();
    }

    @Test
    void describesEveryParameter() {
        for (OpenApi.Operation operation : document.operations()) {
            operation
                    .parameters()
                    .forEach(parameter -> {
                        String what = operation + " " + parameter.path("name").asText();
                        assertThat(parameter.path("description").asText()).as(what).isNotBlank();
                        assertThat(parameter.path("schema")).as(what).isNotEmpty();
                        JsonNode example = parameter.path("example");
                        assertThat(
                                        example.isMissingNode()
                                                || SchemaCheck.misfits(
                                                                document,
                                                                example,
                                                                parameter.path("schema"))
                                                        .isEmpty())
                                .as(what)
                                .isTrue();
                    });
        }
    }

    @Test
    void saysWhatEveryFlagIsWhereItIsLeftOut() {
        for (OpenApi.Operation operation : document.operations()) {
            operation
                    .parameters()
                    .filter(parameter -> FLAGS.contains(parameter.path("name").asText()))
                    .map(parameter -> parameter.path("schema"))
                    .forEach(schema -> {
                        assertThat(schema.path("type").asText())
                                .as("%s", operation)
                                .isEqualTo("boolean");
                        assertThat(schema.path("default").isBoolean()).as("%s", operation).isTrue();
                    });
        }
    }

    @Test
    void saysHowMuchOfAListIsShown() {
        document.operations().stream()
                .filter(operation -> operation.takes("limit"))
                .forEach(operation -> {
                    JsonNode limit = operation.parameter("limit").orElseThrow().path("schema");
                    assertThat(limit.path("type").asText()).isEqualTo("integer");
                    assertThat(limit.path("minimum").asInt()).isEqualTo(1);
                    assertThat(limit.path("maximum").asInt()).isEqualTo(1000);
                    assertThat(limit.path("default").asInt()).isEqualTo(100);
                    assertThat(operation.takes("after")).as("%s", operation).isTrue();
                });
    }

    @Test
    void saysHowLongOneMayWait() {
        JsonNode timeout =
                document.operation("getVm").parameter("timeout").orElseThrow().path("schema");
        JsonNode wait =
                document.operation("getOperation").parameter("wait").orElseThrow().path("schema");

        assertThat(timeout.path("maximum").asInt()).isEqualTo(600);
        assertThat(timeout.path("default").asInt()).isEqualTo(30);
        assertThat(wait.path("maximum").asInt()).isEqualTo(600);
    }

    @Test
    void showsAWholeExampleOfEverySchema() {
        document.schemas()
                .forEach((name, schema) -> {
                    if (schema.has("enum")) {
                        return;
                    }
                    JsonNode example = schema.path("examples").path(0);
                    assertThat(example.isMissingNode()).as(name).isFalse();
                    assertThat(SchemaCheck.misfits(document, example, schema)).as(name).isEmpty();
                    if (!name.endsWith("Body")) {
                        schema.path("properties")
                                .fieldNames()
                                .forEachRemaining(field ->
                                        assertThat(example.has(field))
                                                .as(name + "." + field)
                                                .isTrue());
                    }
                });
    }

    @Test
    void showsRequestsThatAreUnderstood() {
        document.schemas()
                .forEach((name, schema) -> {
                    if (name.endsWith("Body")) {
                        byte[] body =
                                schema.path("examples")
                                        .path(0)
                                        .toString()
                                        .getBytes(StandardCharsets.UTF_8);
                        Class<?> type = ViewFields.record(name).orElseThrow();
                        assertThatNoException()
                                .as(name)
                                .isThrownBy(() -> StrictJson.read(body, type));
                    }
                });
        assertThatNoException().isThrownBy(() -> example("VmBody", VmBody.class).toNewVm());
        assertThatNoException()
                .isThrownBy(() -> example("ImageBody", ImageBody.class).toNewImage());
    }

    private <T> T example(String schema, Class<T> type) {
        JsonNode example = document.schema(schema).path("examples").path(0);
        return StrictJson.read(example.toString().getBytes(StandardCharsets.UTF_8), type);
    }

    @Test
    void leavesNothingToGuessOfAnEvent() {
        JsonNode event = document.schema("EventView");

        assertThat(event.at("/examples/0/kind").asText()).isEqualTo("vm.state");
        assertThat(event.at("/examples/0/data").isObject()).isTrue();
        assertThat(document.schemas()).doesNotContainKey("JsonNode");
    }
}
