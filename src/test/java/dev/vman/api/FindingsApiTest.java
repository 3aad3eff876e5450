package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In a dry run only what lies in the folders can differ. */
@QuarkusTest
class FindingsApiTest {
    private final Path stranger =
            Api.storage().resolve("disks").resolve(UUID.randomUUID() + ".qcow2");

    @AfterEach
    void tidyUp() throws IOException {
        boolean _ = Files.deleteIfExists(stranger);
        run();
    }

    @Test
    void findsAFileThatAppearsAndResolvesItWhenItGoes() throws IOException {
        Files.writeString(stranger, "who am I?");
        run();

        JsonPath found = finding();
        assertThat(found.getString("kind")).isEqualTo("orphan-disk");
        assertThat(found.getString("state")).isEqualTo("open");
        assertThat(found.getString("severity")).isEqualTo("warning");
        assertThat(found.getString("subject.path")).isEqualTo(stranger.toString());
        assertThat(found.getLong("evidence.sizeBytes")).isEqualTo(9);
        assertThat(found.getBoolean("repair.destructive")).isTrue();

        Files.delete(stranger);
        run();

        Api.get("/findings/" + found.getString("id"))
                .then()
                .statusCode(200)
                .body("state", equalTo("resolved"))
                .body("lastSeenAt", notNullValue());
    }

    @Test
    void writesNothingWhereNothingIsNew() throws IOException {
        Files.writeString(stranger, "x");
        run();
        String id = finding().getString("id");
        String tag = Api.get("/findings/" + id).header("ETag");

        run();
        run();

        assertThat(Api.get("/findings/" + id).header("ETag")).isEqualTo(tag);
        Files.writeString(stranger, "longer");
        run();
        assertThat(Api.get("/findings/" + id).header("ETag")).isNotEqualTo(tag);
        assertThat(finding().getLong("evidence.sizeBytes")).isEqualTo(6);
    }

    @Test
    void ignoresWhatIsToStayUntilItIsGone() throws IOException {
        Files.writeString(stranger, "x");
        run();
        String id = finding().getString("id");

        Api.post("/findings/" + id + "/actions/ignore", "{}")
                .then()
                .statusCode(200)
                .body("state", equalTo("ignored"));
        run();
        Api.get("/findings/" + id).then().body("state", equalTo("ignored"));

        Files.delete(stranger);
        run();
        Api.get("/findings/" + id).then().body("state", equalTo("resolved"));
        Api.post("/findings/" + id + "/actions/ignore", "{}").then().statusCode(409);
    }

    @Test
    void saysWhatTheLastPassDid() throws IOException {
        Files.writeString(stranger, "x");
        run();

        Api.get("/observer/status")
                .then()
                .statusCode(200)
                .body("intervalSeconds", equalTo(3600))
                .body("lastPass.startedAt", notNullValue())
                .body("lastPass.durationMs", greaterThanOrEqualTo(0))
                .body("lastPass.checked.diskFiles", greaterThanOrEqualTo(1))
                .body("openFindings.orphan-disk", greaterThanOrEqualTo(1));
    }

    @Test
    void pagesThroughFindings() throws IOException {
        Path second = Api.storage().resolve("vms").resolve(UUID.randomUUID().toString());
        Files.createDirectory(second);
        Files.writeString(stranger, "x");
        run();

        JsonPath first = Api.get("/findings?limit=1").then().statusCode(200).extract().jsonPath();
        Api.get("/findings?limit=1&after=" + first.getString("next"))
                .then()
                .statusCode(200)
                .body("items", hasSize(1));

        Files.delete(second);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        Api.get("/findings?kind=nonsense").then().statusCode(400);
        Api.get("/findings?state=nonsense").then().statusCode(400);
        Api.get("/findings?after=bm9uc2Vuc2U").then().statusCode(400);
        Api.get("/findings/nonsense").then().statusCode(404);
        Api.get("/findings/" + UUID.randomUUID()).then().statusCode(404);
        Api.post("/findings/" + UUID.randomUUID() + "/actions/ignore", "{}").then().statusCode(404);
        Api.get("/findings?vm=no-such-vm").then().statusCode(200).body("items", hasSize(0));
    }

    private static void run() {
        Api.post("/observer/actions/run", "").then().statusCode(200);
    }

    private JsonPath finding() {
        JsonPath all =
                Api.get("/findings?kind=orphan-disk&limit=1000")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
        String id = all.getString("items.find { it.subject.path == '" + stranger + "' }.id");
        return Api.get("/findings/" + id).jsonPath();
    }
}
