package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Eventually;
import dev.vman.image.IsoDraft;
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
class CdromApiTest {
    private static final String NO_DRIVE =
            "{\"drive\":false,\"image\":null,\"trayOpen\":null,\"locked\":null}";

    private static String imported(String kind, byte[] content) throws IOException {
        String name = Api.name("iso");
        Path file = Api.storage().toAbsolutePath().resolve("import").resolve(name);
        Files.write(file, content);
        Api.json(
                        "{\"name\": \"%s\", \"kind\": \"%s\", \"source\": {\"path\": \"%s\"}}"
                                .formatted(name, kind, file))
                .header("Prefer", "wait=60")
                .post(Api.ROOT + "/images")
                .then()
                .statusCode(201);
        return name;
    }

    private static String iso() throws IOException {
        return imported("iso", new IsoDraft().bytes());
    }

    private static String of(String image) {
        return "{\"image\": \"" + image + "\"}";
    }

    @Test
    void isEmptyAgainAfterAnEjectAndStays() throws IOException {
        String vm = "/vms/" + Api.newVm("reader");
        String iso = iso();
        assertThat(Api.get(vm + "/cdrom").asString()).isEqualTo(NO_DRIVE);

        Response put = Api.put(vm + "/cdrom", of(iso));

        assertThat(put.statusCode()).as(put.asString()).isEqualTo(200);
        assertThat(put.path("drive").toString()).isEqualTo("true");
        assertThat(put.path("image.name").toString()).isEqualTo(iso);
        assertThat(Api.get(vm).path("spec.cdrom").toString())
                .isEqualTo(put.path("image.id").toString());
        assertThat(Api.delete("/images/" + iso).path("code").toString()).isEqualTo("image-in-use");
        assertThat(Api.delete(vm + "/cdrom").statusCode()).isEqualTo(204);
        assertThat(Api.get(vm + "/cdrom").asString())
                .isEqualTo(NO_DRIVE.replace("\"drive\":false", "\"drive\":true"));
        assertThat(Api.delete("/images/" + iso).statusCode()).isEqualTo(204);
    }

    @Test
    void tellsOfARunningVmWhatItsMachineSays() throws IOException {
        String name = Api.newVm("runner");
        String vm = "/vms/" + name;
        Api.post(vm + "/actions/start", "{}").then().statusCode(200);

        Response put = Api.put(vm + "/cdrom", of(iso()));

        assertThat(put.path("trayOpen").toString()).isEqualTo("false");
        assertThat(put.path("locked").toString()).isEqualTo("false");
        assertThat(Api.delete(vm + "/cdrom?force=true").statusCode()).isEqualTo(204);
        Api.request().delete(Api.ROOT + vm + "?force=true").then().statusCode(204);
    }

    @Test
    void comesWithTheVm() throws IOException {
        String name = Api.name("installer");
        String iso = iso();

        Response made =
                Api.post(
                        "/vms",
                        "{\"name\": \"%s\", \"cdrom\": \"%s\", \"bootOrder\": [\"cdrom\"]}"
                                .formatted(name, iso));

        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(made.<List<String>>path("spec.bootOrder")).containsExactly("cdrom", "disk");
        assertThat(Api.get("/vms/" + name + "/cdrom").path("image.name").toString()).isEqualTo(iso);
        Path manifest =
                Api.storage()
                        .resolve("vms")
                        .resolve(made.path("id").toString())
                        .resolve("manifest.json");
        Eventually.becomesTrue(() -> Files.exists(manifest));
        assertThat(Files.readString(manifest)).contains(made.path("spec.cdrom").toString());
        Response changed = Api.patch("/vms/" + name, "{\"bootOrder\": [\"disk\", \"cdrom\"]}");
        assertThat(changed.<List<String>>path("spec.bootOrder")).containsExactly("disk", "cdrom");
    }

    @Test
    void staysInOrderWhileTheVmRuns() {
        String vm = "/vms/" + Api.newVm("busy");
        Api.post(vm + "/actions/start", "{}").then().statusCode(200);

        Response refused = Api.patch(vm, "{\"bootOrder\": [\"cdrom\"]}");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.path("code").toString()).isEqualTo("wrong-state");
    }

    @Test
    void heedsTheETagOfTheVmAndADryRun() throws IOException {
        String vm = "/vms/" + Api.newVm("tagged");
        String iso = iso();
        String tag = Api.get(vm + "/cdrom").header("ETag");
        assertThat(tag).isEqualTo(Api.get(vm).header("ETag"));

        Response planned = Api.put(vm + "/cdrom?dryRun=true", of(iso));

        assertThat(planned.path("plan.kind").toString()).isEqualTo("vm.cdrom");
        assertThat(Api.get(vm + "/cdrom").asString()).isEqualTo(NO_DRIVE);
        Api.put(vm + "/cdrom", of(iso)).then().statusCode(200);
        Response outdated = Api.request().header("If-Match", tag).delete(Api.ROOT + vm + "/cdrom");
        assertThat(outdated.statusCode()).isEqualTo(412);
        assertThat(Api.get(vm + "/cdrom").path("image.name").toString()).isEqualTo(iso);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 422",
                "{'image': null} | 422",
                "{'image': 7} | 422",
                "{'image': 'nobodys-iso'} | 404",
                "{'image': '../x'} | 404",
                "{'image': 'x', 'force': 'yes'} | 422",
                "{'image': 'x', 'tray': 1} | 422"
            })
    void takesNothingElse(String body, int status) {
        String vm = "/vms/" + Api.newVm("strict");

        Response refused = Api.put(vm + "/cdrom", body.replace('\'', '"'));

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(status);
        assertThat(Api.get(vm + "/cdrom").asString()).isEqualTo(NO_DRIVE);
    }

    @Test
    void takesNoDiskImageAndADiskNoIso() throws IOException {
        String disk = imported("disk", new byte[1 << 20]);
        String iso = iso();
        String vm = "/vms/" + Api.newVm("choosy");

        Response put = Api.put(vm + "/cdrom", of(disk));
        Response made = Api.post("/vms", "{\"name\": \"w\", \"cdrom\": \"" + disk + "\"}");
        Response root = Api.post("/vms", "{\"name\": \"w\", \"image\": \"" + iso + "\"}");

        assertThat(put.statusCode()).isEqualTo(422);
        assertThat(put.path("errors[0].field").toString()).isEqualTo("image");
        assertThat(made.statusCode()).isEqualTo(422);
        assertThat(made.path("errors[0].field").toString()).isEqualTo("cdrom");
        assertThat(root.statusCode()).isEqualTo(422);
        assertThat(root.path("errors[0].field").toString()).isEqualTo("image");
        assertThat(Api.get("/vms/w").statusCode()).isEqualTo(404);
    }

    @Test
    void isNotThereWithoutAVm() {
        assertThat(Api.get("/vms/gone/cdrom").statusCode()).isEqualTo(404);
        assertThat(Api.delete("/vms/gone/cdrom").statusCode()).isEqualTo(404);
        assertThat(Api.put("/vms/gone/cdrom", of("x")).statusCode()).isEqualTo(404);
        String vm = "/vms/" + Api.newVm("gone");
        Api.delete(vm).then().statusCode(204);
        assertThat(Api.get(vm + "/cdrom").statusCode()).isEqualTo(404);
        assertThat(Api.delete(vm + "/cdrom?force=maybe").statusCode()).isEqualTo(400);
    }
}
