package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.Failure;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The daemon answers what its document says: bodies, statuses and headers. */
@QuarkusTest
class DocumentedAnswersTest {
    /** Streams and WebSockets, and what a dry run's guest has not. */
    private static final Set<String> NOT_ASKED =
            Set.of(
                    "followEvents",
                    "openConsole",
                    "openScreen",
                    "getAgent",
                    "getGuestFile",
                    "getScreenshot");

    /** In user mode there is no network but the default one, which stays as it is. */
    private static final Set<String> OF_BRIDGES =
            Set.of("changeNetwork", "createNetwork", "deleteNetwork");

    /** Nothing was repaired, and no file is there to be imported. */
    private static final Set<String> OF_MORE_THAN_THERE_IS = Set.of("importImage", "undoRepair");

    private OpenApi document = OpenApi.none();

    @SuppressWarnings("NullAway.Init") // made before each test
    private OneOfEach each;

    @BeforeEach
    void read() throws IOException {
        document = OpenApi.read();
        each = new OneOfEach();
    }

    @AfterEach
    void tidyUp() throws IOException {
        each.close();
    }

    @Test
    void whereThingsAreRead() {

        assertThat(document.operations())
                .filteredOn(operation -> !operation.isMutation())
                .filteredOn(operation -> !NOT_ASKED.contains(operation.id()))
                .hasSizeGreaterThan(20)
                .allSatisfy(operation -> {
                    Response answer = Api.get(each.path(operation));
                    assertThat(answer.statusCode()).as("%s", operation).isEqualTo(200);
                    assertDocumented(operation, answer);
                });
    }

    @Test
    void wherePlansAreAskedFor() {
        Set<String> refused = new TreeSet<>();

        assertThat(document.operations())
                .filteredOn(operation -> operation.takes("dryRun"))
                .hasSizeGreaterThan(30)
                .allSatisfy(operation -> {
                    Response answer = plan(operation);
                    assertDocumented(operation, answer);
                    if (answer.statusCode() != 200) {
                        refused.add(operation.id());
                    }
                });
        refused.removeAll(OF_BRIDGES);
        assertThat(refused).isEqualTo(OF_MORE_THAN_THERE_IS);
    }

    @Test
    void whereThingsAreMadeAndChanged() {
        OpenApi.Operation create = document.operation("createVm");
        String body = "{\"name\": \"%s\", \"template\": \"small\"}";

        Response made = Api.post("/vms", body.formatted(Api.name("made")));
        Response later =
                Api.json(body.formatted(Api.name("later")))
                        .header("Prefer", "respond-async")
                        .post(Api.ROOT + "/vms");
        Response started = Api.post("/vms/" + made.path("id") + "/actions/start", "");

        assertThat(made.statusCode()).isEqualTo(201);
        assertDocumented(create, made);
        assertThat(later.statusCode()).isEqualTo(202);
        assertDocumented(create, later);
        assertThat(Api.request().get(later.header("Location")).statusCode()).isEqualTo(200);
        assertThat(started.statusCode()).isEqualTo(200);
        assertDocumented(document.operation("startVm"), started);
        Api.delete("/vms/" + made.path("id") + "?force=true").then().statusCode(204);
    }

    @Test
    void whereThingsAreRefused() {
        Response method = Api.request().put(Api.ROOT + "/vms");
        Response guest = Api.get("/vms/" + each.running() + "/agent");

        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.header("Allow")).isNotBlank();
        assertThat(guest.statusCode()).isEqualTo(503);
        assertDocumented(document.operation("getAgent"), guest);
        assertThat(HttpProblem.of(Failure.Unavailable.now("a", "b", "c")).headers())
                .containsKey("Retry-After");
        assertThat(HttpProblem.of(Failure.Unavailable.timedOut("a", "b", "c")).headers())
                .containsKey("Retry-After");
    }

    @Test
    void whereOldVersionsAreNamed() {

        assertThat(document.operations())
                .filteredOn(operation -> operation.takes("If-Match"))
                .filteredOn(operation -> !OF_BRIDGES.contains(operation.id()))
                .hasSizeGreaterThan(10)
                .allSatisfy(operation -> {
                    Response answer =
                            each.request(operation)
                                    .header("If-Match", "\"987654321\"")
                                    .request(operation.method(), Api.ROOT + each.path(operation));
                    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(412);
                    assertDocumented(operation, answer);
                });
    }

    @Test
    void whereEventsAreFollowed() throws IOException {
        try (EventClient client = EventClient.open("?after=0&kind=vm.")) {
            JsonNode event = OpenApi.json(client.nextEvent().getOrDefault("data", ""));

            assertThat(SchemaCheck.misfits(document, event, document.schema("EventView")))
                    .isEmpty();
        }
    }

    private Response plan(OpenApi.Operation operation) {
        return each.request(operation)
                .request(operation.method(), Api.ROOT + each.path(operation) + "?dryRun=true");
    }

    /** Body and headers are as the document says of this status, or of all others. */
    private void assertDocumented(OpenApi.Operation operation, Response answer) {
        String status = String.valueOf(answer.statusCode());
        String what = operation + " " + status + " " + answer.asString();
        JsonNode documented = operation.response(status);
        if (documented.isMissingNode()) {
            assertThat(answer.statusCode()).as(what).isBetween(400, 599);
            documented = operation.response("default");
        }
        JsonNode schema = documented.path("content").path(mediaType(answer)).path("schema");
        assertThat(schema.isMissingNode()).as(what).isFalse();
        if (mediaType(answer).endsWith("json")) {
            JsonNode body = OpenApi.json(answer.asString());
            assertThat(SchemaCheck.misfits(document, body, schema)).as(what).isEmpty();
        }
        for (String header : List.of("Location", "Retry-After", "WWW-Authenticate")) {
            assertThat(answer.header(header) != null)
                    .as(what)
                    .isEqualTo(documented.path("headers").has(header));
        }
        if (!answer.asString().startsWith("{\"dryRun\"")) {
            assertThat(answer.header("ETag") != null)
                    .as(what)
                    .isEqualTo(documented.at("/headers/ETag").isObject());
        }
    }

    private static String mediaType(Response answer) {
        String type = answer.contentType().toLowerCase(Locale.ROOT).replace(" ", "");
        return type.contains("json") ? type.replaceFirst(";.*", "") : type;
    }
}
