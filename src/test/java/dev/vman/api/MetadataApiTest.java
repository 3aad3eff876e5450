package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class MetadataApiTest {
    private static final String WEB =
            "{\"hostname\": \"web.example.org\", \"userData\": \"#cloud-config\\n\","
                    + " \"sshKeys\": [\"ssh-ed25519 AAAA me\"]}";

    @Test
    void isEmptyAtFirstThenWhatWasPutThenEmptyAgain() {
        String path = "/vms/" + Api.newVm("told") + "/metadata";

        Response before = Api.get(path);
        Response put = Api.put(path, WEB);
        Response after = Api.get(path);
        Response deleted = Api.delete(path);

        assertThat(before.asString())
                .isEqualTo("{\"hostname\":null,\"userData\":null,\"sshKeys\":[]}");
        assertThat(put.statusCode()).as(put.asString()).isEqualTo(200);
        assertThat(after.asString()).isEqualTo(put.asString());
        assertThat(after.path("userData").toString()).isEqualTo("#cloud-config\n");
        assertThat(after.path("sshKeys").toString()).isEqualTo("[ssh-ed25519 AAAA me]");
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(Api.get(path).asString()).isEqualTo(before.asString());
        assertThat(Api.delete(path).statusCode()).isEqualTo(204);
    }

    @Test
    void replacesAllThatWasTold() {
        String path = "/vms/" + Api.newVm("replaced") + "/metadata";
        Api.put(path, WEB).then().statusCode(200);

        Response put = Api.put(path, "{\"sshKeys\": []}");

        assertThat(put.asString())
                .isEqualTo("{\"hostname\":null,\"userData\":null,\"sshKeys\":[]}");
    }

    @Test
    void comesWithTheVm() throws IOException {
        String name = Api.name("born");

        Response made =
                Api.post(
                        "/vms",
                        "{\"name\": \"%s\", \"template\": \"small\", \"metadata\": %s}"
                                .formatted(name, WEB));

        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(Api.get("/vms/" + name + "/metadata").path("hostname").toString())
                .isEqualTo("web.example.org");
        Path manifest =
                Api.storage()
                        .resolve("vms")
                        .resolve(made.path("id").toString())
                        .resolve("manifest.json");
        Eventually.becomesTrue(() -> Files.exists(manifest));
        assertThat(Files.readString(manifest)).contains("web.example.org");
        assertThat(Api.delete("/vms/" + name).statusCode()).isEqualTo(204);
    }

    @Test
    void heedsTheETagOfTheVmAndADryRun() {
        String vm = "/vms/" + Api.newVm("tagged");
        String tag = Api.get(vm + "/metadata").header("ETag");
        assertThat(tag).isEqualTo(Api.get(vm).header("ETag"));

        Response planned = Api.put(vm + "/metadata?dryRun=true", WEB);
        Response first = put(vm, tag);
        Response second = put(vm, tag);

        assertThat(planned.path("dryRun").toString()).isEqualTo("true");
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(200);
        assertThat(first.header("ETag")).isNotEqualTo(tag);
        assertThat(second.statusCode()).isEqualTo(412);
    }

    private static Response put(String vm, String tag) {
        return Api.json(WEB).header("If-Match", tag).put(Api.ROOT + vm + "/metadata");
    }

    @Test
    void isNowhereWithoutAVm() {
        assertThat(Api.get("/vms/nobody/metadata").statusCode()).isEqualTo(404);
        assertThat(Api.put("/vms/nobody/metadata", WEB).statusCode()).isEqualTo(404);
        assertThat(Api.delete("/vms/nobody/metadata").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'hostname': 'a b'} | hostname",
                "{'hostname': '-a'} | hostname",
                "{'hostname': 'a..b'} | hostname",
                "{'hostname': ''} | hostname",
                "{'userData': '\\u0000'} | userData",
                "{'userData': '\\ud800'} | userData",
                "{'sshKeys': ['a\\nb']} | sshKeys",
                "{'sshKeys': ['']} | sshKeys",
                "{'sshKeys': [null]} | sshKeys",
                "{'colour': 'red'} | colour"
            })
    void namesTheFieldThatIsWrong(String body, String field) {
        String name = Api.newVm("wrong");
        String json = body.replace('\'', '"');

        Response put = Api.put("/vms/" + name + "/metadata", json);
        Response created =
                Api.post(
                        "/vms",
                        "{\"name\": \"%s\", \"metadata\": %s}".formatted(Api.name("n"), json));

        assertThat(put.statusCode()).as(put.asString()).isEqualTo(422);
        assertThat(put.<List<String>>path("errors.field")).containsExactly(field);
        assertThat(created.<List<String>>path("errors.field")).containsExactly("metadata." + field);
    }

    @Test
    void takesSixteenKibibytesOfUserDataAndNoMore() {
        String path = "/vms/" + Api.newVm("large") + "/metadata";
        String most = "\\\"".repeat(16 << 10);

        assertThat(Api.put(path, "{\"userData\": \"" + most + "\"}").statusCode()).isEqualTo(200);
        assertThat(Api.put(path, "{\"userData\": \"" + most + "a\"}").statusCode()).isEqualTo(422);
        assertThat(Api.get(path).path("userData").toString()).hasSize(16 << 10);
    }

    @Test
    void takesAsManyKeysAsFit() {
        String path = "/vms/" + Api.newVm("keys") + "/metadata";
        String key = "\"" + "k".repeat(4096) + "\"";
        String four = String.join(",", List.of(key, key, key, key));

        assertThat(Api.put(path, "{\"sshKeys\": [" + four + "]}").statusCode()).isEqualTo(200);
        assertThat(Api.put(path, "{\"sshKeys\": [" + four + ",\"k\"]}").statusCode())
                .isEqualTo(422);
    }
}
