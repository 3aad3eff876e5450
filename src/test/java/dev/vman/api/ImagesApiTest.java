package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.image.IsoDraft;
import dev.vman.image.Packed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ImagesApiTest {
    private static final int MIB = 1 << 20;

    @Test
    void importsAFileAndShowsIt() throws IOException {
        String name = Api.name("image");

        Response made = imported(name, "disk", new byte[MIB]);

        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/images/" + made.path("id"));
        assertThat(made.path("state").toString()).isEqualTo("ready");
        assertThat(made.path("kind").toString()).isEqualTo("disk");
        assertThat((Integer) made.path("virtualSizeBytes")).isEqualTo(MIB);
        assertThat(made.path("sha256").toString()).hasSize(64);
        assertThat(Api.get("/images/" + name).header("ETag")).isNotBlank();
        assertThat(Api.get("/images?kind=disk&state=ready").<List<String>>path("items.name"))
                .contains(name);
    }

    @Test
    void answersAtOnceUnlessItIsToWait() throws IOException {
        String name = Api.name("later");

        Response accepted =
                Api.post("/images", body(name, "iso", file(name, new IsoDraft().bytes())));
        Response ended = Api.get("/operations/" + accepted.path("id") + "?wait=30");

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(ended.path("state").toString()).isEqualTo("succeeded");
        assertThat(Api.get("/images/" + name).path("kind").toString()).isEqualTo("iso");
    }

    @Test
    void keepsTheReasonOfAFailure() throws IOException {
        String name = Api.name("hostile");
        byte[] vmdk =
                Arrays.copyOf("KDMV".getBytes(java.nio.charset.StandardCharsets.US_ASCII), MIB);

        Response refused = imported(name, "disk", vmdk);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.path("code").toString()).isEqualTo("image-refused");
        Response kept = Api.get("/images/" + name);
        assertThat(kept.path("state").toString()).isEqualTo("failed");
        assertThat(kept.path("stateReason").toString()).contains("VMDK");
        assertThat(Api.post("/vms", "{\"name\": \"x\", \"image\": \"" + name + "\"}").statusCode())
                .isEqualTo(409);
        assertThat(Api.delete("/images/" + name).statusCode()).isEqualTo(204);
    }

    @Test
    void takesAnUploadOfMoreThanARequestMayHave() throws IOException {
        String name = Api.name("upload");
        byte[] content = new byte[5 * MIB];
        Arrays.fill(content, (byte) 3);

        Response made =
                Api.request()
                        .header("Prefer", "wait=60")
                        .contentType("application/octet-stream")
                        .body(content)
                        .put(Api.ROOT + "/images/" + name + "/content");

        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat((Integer) made.path("virtualSizeBytes")).isEqualTo(5 * MIB);
        assertThat(made.path("source").toString()).isEqualTo("upload");
        assertThat(leftInWork()).isEmpty();
    }

    @Test
    void comparesTheChecksumOfAnUpload() throws IOException {
        Response refused =
                Api.request()
                        .header("Prefer", "wait=60")
                        .contentType("application/octet-stream")
                        .body(Packed.gzip(new byte[MIB]))
                        .put(Api.ROOT + "/images/x-upload/content?sha256=" + "0".repeat(64));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.path("code").toString()).isEqualTo("checksum-mismatch");
        assertThat(Api.get("/images/x-upload").statusCode()).isEqualTo(404);
        assertThat(leftInWork()).isEmpty();
    }

    @Test
    void refusesWhatIsNoSource() {
        refused("{\"name\": \"x\", \"source\": {}}", "source");
        refused("{\"name\": \"x\", \"source\": {\"path\": \"/etc/passwd\"}}", "source.path");
        refused("{\"name\": \"x\", \"source\": {\"path\": \"x\"}}", "source.path");
        refused("{\"name\": \"X\", \"source\": {\"path\": \"/etc/passwd\"}}", "name");
        refused("{\"name\": \"x\"}", "source");
    }

    private static void refused(String body, String field) {
        Response refused = Api.post("/images", body);

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(422);
        assertThat(refused.<List<String>>path("errors.field")).contains(field);
    }

    @Test
    void makesDisksAndVmsOfItAndIsKeptAsLongAsTheyAreThere() throws IOException {
        String image = Api.name("base");
        String id = imported(image, "disk", new byte[MIB]).path("id");
        String disk = Api.name("overlay");
        String vm = Api.name("guest");

        Response small = Api.post("/disks", "{\"sizeBytes\": 512, \"image\": \"" + image + "\"}");
        Response raw = Api.post("/disks", "{\"format\": \"raw\", \"image\": \"" + image + "\"}");
        Response made =
                Api.post("/disks", "{\"name\": \"%s\", \"image\": \"%s\"}".formatted(disk, image));
        Response guest =
                Api.post(
                        "/vms",
                        "{\"name\": \"%s\", \"image\": \"%s\", \"diskSizeBytes\": 2097152}"
                                .formatted(vm, image));

        assertThat(small.statusCode()).isEqualTo(422);
        assertThat(raw.statusCode()).isEqualTo(422);
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(made.path("image").toString()).isEqualTo(id);
        assertThat((Integer) made.path("sizeBytes")).isEqualTo(MIB);
        assertThat(guest.statusCode()).as(guest.asString()).isEqualTo(201);
        assertThat(guest.path("spec.image").toString()).isEqualTo(id);
        Response inUse = Api.delete("/images/" + image);
        assertThat(inUse.statusCode()).isEqualTo(409);
        assertThat(inUse.path("code").toString()).isEqualTo("image-in-use");
        Api.delete("/disks/" + disk);
        Api.delete("/vms/" + vm);
        assertThat(Api.delete("/images/" + image).statusCode()).isEqualTo(204);
        assertThat(Api.get("/images/" + image).statusCode()).isEqualTo(404);
    }

    @Test
    void isWhatATemplateNames() throws IOException {
        String image = Api.name("base");
        String template = Api.name("with-image");
        String vm = Api.name("of-template");
        String id = imported(image, "disk", new byte[MIB]).path("id");

        Response made =
                Api.post(
                        "/templates",
                        "{\"name\": \"%s\", \"cpus\": 1, \"memoryMib\": 64, \"image\": \"%s\"}"
                                .formatted(template, image));
        Response guest =
                Api.post(
                        "/vms", "{\"name\": \"%s\", \"template\": \"%s\"}".formatted(vm, template));

        assertThat(made.path("image").toString()).isEqualTo(id);
        assertThat(guest.path("spec.image").toString()).isEqualTo(id);
        Api.delete("/vms/" + vm);
        assertThat(Api.delete("/images/" + image).statusCode()).isEqualTo(409);
        Api.delete("/templates/" + template);
        assertThat(Api.delete("/images/" + image).statusCode()).isEqualTo(204);
    }

    @Test
    void makesNoDiskOfAnIso() throws IOException {
        String iso = Api.name("cd");
        imported(iso, "iso", new IsoDraft().bytes());

        Response refused = Api.post("/disks", "{\"image\": \"" + iso + "\"}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.path("errors[0].field").toString()).isEqualTo("image");
    }

    @Test
    void deletesOnlyTheVersionThatWasSeen() throws IOException {
        String name = Api.name("seen");
        imported(name, "disk", new byte[MIB]);

        Response outdated =
                Api.request().header("If-Match", "\"99\"").delete(Api.ROOT + "/images/" + name);

        assertThat(outdated.statusCode()).isEqualTo(412);
    }

    private static Response imported(String name, String kind, byte[] content) throws IOException {
        return Api.json(body(name, kind, file(name, content)))
                .header("Prefer", "wait=60")
                .post(Api.ROOT + "/images");
    }

    private static String body(String name, String kind, Path file) {
        return "{\"name\": \"%s\", \"kind\": \"%s\", \"source\": {\"path\": \"%s\"}}"
                .formatted(name, kind, file);
    }

    private static Path file(String name, byte[] content) throws IOException {
        return Files.write(Api.storage().toAbsolutePath().resolve("import").resolve(name), content);
    }

    private static List<Path> leftInWork() throws IOException {
        try (Stream<Path> work = Files.list(Api.storage().resolve("images/work"))) {
            return work.toList();
        }
    }
}
