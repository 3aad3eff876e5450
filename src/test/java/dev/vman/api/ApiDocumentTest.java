package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API's document is complete: of every operation, parameter and schema, without exception. */
@QuarkusTest
class ApiDocumentTest {
    /** Mutations that are no operations, and change nothing that could be planned. */
    private static final Set<String> AT_ONCE =
            Set.of(
                    "cancelOperation",
                    "execInVm",
                    "ignoreFinding",
                    "issueTicket",
                    "probeVm",
                    "putGuestFile",
                    "runObserver");

    private OpenApi document = OpenApi.none();

    @BeforeEach
    void read() {
        document = OpenApi.read();
    }

    @Test
    void namesEveryOperationAndSaysWhatItDoes() {
        assertThat(document.operations()).hasSizeGreaterThan(60);
        assertThat(document.operations()).extracting(OpenApi.Operation::id).doesNotHaveDuplicates();
        for (OpenApi.Operation operation : document.operations()) {
            assertThat(operation.id()).as("%s", operation).matches("[a-z][A-Za-z]+");
            assertThat(operation.node().path("summary").asText()).as("%s", operation).isNotBlank();
            assertThat(operation.node().path("tags")).as("%s", operation).hasSize(1);
        }
    }

    @Test
    void tellsTheProblemsOfEveryOperation() {
        for (OpenApi.Operation operation : document.operations()) {
            boolean guest =
                    operation.takes("Prefer")
                            || operation.node().path("tags").path(0).asText().equals("Guests");
            boolean named = operation.path().contains("{") && !operation.id().equals("uploadImage");
            for (String status : List.of("401", "503", "default")) {
                assertThat(isProblem(operation, status)).as("%s %s", operation, status).isTrue();
            }
            assertThat(isProblem(operation, "404")).as("%s", operation).isEqualTo(named);
            assertThat(isProblem(operation, "412"))
                    .as("%s", operation)
                    .isEqualTo(operation.takes("If-Match"));
            assertThat(isProblem(operation, "504") || !guest).as("%s", operation).isTrue();
            assertThat(operation.tells("401", "WWW-Authenticate")).as("%s", operation).isTrue();
            assertThat(operation.tells("default", "Allow")).as("%s", operation).isTrue();
        }
    }

    @Test
    void tellsWhenToComeBackWhereverThatIsSaid() {
        for (OpenApi.Operation operation : document.operations()) {
            Stream.of("429", "503", "504")
                    .filter(status -> !operation.response(status).isMissingNode())
                    .forEach(status ->
                            assertThat(operation.tells(status, "Retry-After"))
                                    .as("%s %s", operation, status)
                                    .isTrue());
        }
    }

    @Test
    void describesEveryAnswer() {
        for (OpenApi.Operation operation : document.operations()) {
            operation
                    .node()
                    .path("responses")
                    .properties()
                    .forEach(answer ->
                            assertThat(
                                            document.resolve(answer.getValue())
                                                    .path("description")
                                                    .asText())
                                    .as("%s %s", operation, answer.getKey())
                                    .isNotBlank());
        }
    }

    @Test
    void showsThePlanOfEveryMutationThatCanBePlanned() {
        for (OpenApi.Operation operation : document.operations()) {
            boolean planned = operation.isMutation() && !AT_ONCE.contains(operation.id());
            assertThat(operation.takes("dryRun")).as("%s", operation).isEqualTo(planned);
            assertThat(schemas(operation.schema("200")).contains("DryRunView"))
                    .as("%s", operation)
                    .isEqualTo(planned);
        }
    }

    @Test
    void tellsWhichHeadersAMutationObeys() {
        for (OpenApi.Operation operation : document.operations()) {
            boolean planned = operation.takes("dryRun");
            boolean post = operation.method().equals("POST");
            assertThat(operation.takes("Prefer")).as("%s", operation).isEqualTo(planned);
            assertThat(operation.takes("Idempotency-Key"))
                    .as("%s", operation)
                    .isEqualTo(planned && post);
            assertThat(operation.takes("If-Match")).as("%s", operation).isEqualTo(planned && !post);
            assertThat(operation.tells("202", "Location")).as("%s", operation).isEqualTo(planned);
        }
    }

    @Test
    void tellsTheAddressAndVersionOfWhatIsMade() {
        document.operations().stream()
                .filter(operation -> !operation.response("201").isMissingNode())
                .filter(operation -> operation.takes("dryRun"))
                .forEach(operation -> {
                    assertThat(operation.tells("201", "Location")).as("%s", operation).isTrue();
                    assertThat(operation.tells("201", "ETag")).as("%s", operation).isTrue();
                });
    }

    @Test
    void sendsBodiesThatMayBeLeftOutOnlyWhereTheyMay() {
        assertThat(document.operation("startVm").node().at("/requestBody/required").asBoolean())
                .isFalse();
        assertThat(document.operation("stopVm").node().at("/requestBody/required").asBoolean())
                .isFalse();
        assertThat(document.operation("createVm").node().at("/requestBody/required").asBoolean())
                .isTrue();
    }

    private static boolean isProblem(OpenApi.Operation operation, String status) {
        return operation
                .response(status)
                .at("/content/application~1problem+json/schema/$ref")
                .asText()
                .equals("#/components/schemas/Problem");
    }

    /** The names of the schemas that an answer may have. */
    private static List<String> schemas(JsonNode schema) {
        return schema.findValuesAsText("$ref").stream()
                .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                .toList();
    }
}
