package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Under the default policy nothing is destroyed unless somebody asks for it. */
@QuarkusTest
class RepairsApiTest {
    private final Path stranger =
            Api.storage().resolve("disks").resolve(UUID.randomUUID() + ".qcow2");

    @AfterEach
    void tidyUp() throws IOException {
        boolean _ = Files.deleteIfExists(stranger);
        run();
    }

    @Test
    void saysWhichPolicyIsInForce() {
        Api.get("/observer/status")
                .then()
                .body("policy.orphan-disk", equalTo("report"))
                .body("policy.orphan-process", equalTo("report"))
                .body("policy.leftover-file", equalTo("report"))
                .body("policy.vm-state-mismatch", equalTo("repair"))
                .body("policy.disk-state-mismatch", equalTo("repair"));
    }

    @Test
    void saysWhatWouldCureAFindingAndDoesNotDoIt() throws IOException {
        String id = findingAbout(stranger);

        Api.get("/findings/" + id)
                .then()
                .body("repair.action", equalTo("quarantine"))
                .body("repair.destructive", equalTo(true))
                .body("repair.description", containsString(stranger.toString()))
                .body("lastRepair", nullValue());
        assertThat(stranger).exists();
    }

    @Test
    void refusesWhatIsNotOpen() throws IOException {
        String id = findingAbout(stranger);
        Files.delete(stranger);
        run();

        refused(repair(id, ""), "wrong-state");
        refused(repair(id, "?dryRun=true"), "wrong-state");
        Api.post("/findings/" + UUID.randomUUID() + "/actions/repair", "{}").then().statusCode(404);
    }

    @Test
    void refusesToUndoWhatWasNotRepaired() throws IOException {
        String id = findingAbout(stranger);

        refused(Api.post("/findings/" + id + "/actions/undo", "{}").then(), "nothing-to-undo");
    }

    private static ValidatableResponse repair(String id, String query) {
        return Api.post("/findings/" + id + "/actions/repair" + query, "{}").then();
    }

    private static void refused(ValidatableResponse answer, String code) {
        answer.statusCode(409).body("code", equalTo(code)).body("remedy", notNullValue());
    }

    private static String findingAbout(Path file) throws IOException {
        Files.writeString(file, "who am I?");
        run();
        JsonPath all = Api.get("/findings?kind=orphan-disk&state=open&limit=1000").jsonPath();
        return all.getString("items.find { it.subject.path == '" + file + "' }.id");
    }

    private static void run() {
        Api.post("/observer/actions/run", "").then().statusCode(200);
    }
}
