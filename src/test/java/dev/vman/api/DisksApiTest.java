package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DisksApiTest {
    @Test
    void createsADiskAndNamesIt() {
        Response made = Api.post("/disks", "{\"sizeBytes\": 1048576}");

        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        String id = made.path("id");
        assertThat(made.header("Location")).isEqualTo("/api/v1/disks/" + id);
        assertThat(made.path("name").toString()).startsWith("disk-" + id.substring(0, 8));
        assertThat(made.path("format").toString()).isEqualTo("qcow2");
        assertThat(made.path("state").toString()).isEqualTo("available");
        assertThat(made.<Object>path("vm")).isNull();
        assertThat(made.<Object>path("device")).isNull();
    }

    @Test
    void attachesAndDetaches() {
        String vm = Api.newVm("host");
        String disk = Api.newDisk("data");

        Response attached =
                Api.post(
                        "/disks/" + disk + "/actions/attach",
                        "{\"vm\": \"%s\", \"bus\": \"scsi\"}".formatted(vm));
        Response shown = Api.get("/vms/" + vm);
        Response detached = Api.request().post("/api/v1/disks/" + disk + "/actions/detach");

        assertThat(attached.statusCode()).as(attached.asString()).isEqualTo(200);
        assertThat(attached.path("state").toString()).isEqualTo("attached");
        assertThat(attached.path("vm").toString()).isEqualTo(shown.path("id").toString());
        assertThat(attached.path("bus").toString()).isEqualTo("scsi");
        assertThat(attached.path("device").toString()).isNotBlank();
        assertThat(shown.path("disks[0].name").toString()).isEqualTo(disk);
        assertThat(detached.path("state").toString()).isEqualTo("available");
    }

    @Test
    void growsAndNeverShrinks() {
        String disk = Api.newDisk("grow");

        Response grown = Api.patch("/disks/" + disk, "{\"sizeBytes\": 2097152}");
        Response shrunk = Api.patch("/disks/" + disk, "{\"sizeBytes\": 1048576}");

        assertThat((Integer) grown.path("sizeBytes")).isEqualTo(2_097_152);
        assertThat(shrunk.statusCode()).isEqualTo(422);
        assertThat((Integer) Api.get("/disks/" + disk).path("sizeBytes")).isEqualTo(2_097_152);
    }

    @Test
    void keepsAVmWhoseRootDiskIsProtected() {
        String vm = Api.name("kept");
        Response made =
                Api.post(
                        "/vms",
                        "{\"name\": \"%s\", \"template\": \"small\", \"diskSizeBytes\": 1048576}"
                                .formatted(vm));
        String root = made.path("disks[0].id");
        Response _ = Api.patch("/disks/" + root, "{\"protected\": true}");

        Response planned = Api.delete("/vms/" + vm + "?dryRun=true");
        Response refused = Api.delete("/vms/" + vm + "?force=true");

        assertThat(planned.statusCode()).isEqualTo(409);
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(409);
        assertThat(refused.path("code").toString()).isEqualTo("protected");
        assertThat(Api.get("/vms/" + vm).path("disks[0].id").toString()).isEqualTo(root);
        Response _ = Api.patch("/disks/" + root, "{\"protected\": false}");
        assertThat(Api.delete("/vms/" + vm).statusCode()).isEqualTo(204);
        assertThat(Api.get("/disks/" + root).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesToDeleteADiskOfARunningVm() {
        String vm = Api.newVm("holder");
        String disk = Api.newDisk("held");
        Api.post("/disks/" + disk + "/actions/attach", "{\"vm\": \"" + vm + "\"}");
        Api.post("/vms/" + vm + "/actions/start", "{}");

        Response refused = Api.delete("/disks/" + disk);

        assertThat(refused.statusCode()).isEqualTo(409);
    }

    @Test
    void keepsAProtectedDiskUntilItIsProtectedNoMore() {
        String name = Api.name("dear");
        String path = "/disks/" + name;
        Api.post(
                        "/disks",
                        "{\"name\": \"%s\", \"sizeBytes\": 1048576, \"protected\": true}"
                                .formatted(name))
                .then()
                .statusCode(201);

        Response refused = Api.delete(path);

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(409);
        assertThat(refused.path("code").toString()).isEqualTo("protected");
        assertThat(Api.get(path).path("state").toString()).isEqualTo("available");

        Api.patch(path, "{\"protected\": false}").then().statusCode(200);

        assertThat(Api.delete(path).statusCode()).isEqualTo(204);
        assertThat(Api.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void listsTheDisksOfOneVm() {
        String vm = Api.newVm("lister");
        String disk = Api.newDisk("listed");
        Api.post("/disks/" + disk + "/actions/attach", "{\"vm\": \"" + vm + "\"}");

        Response listed = Api.get("/disks?vm=" + vm);

        assertThat(listed.<List<String>>path("items.name")).containsExactly(disk);
        assertThat(Api.get("/disks?vm=nobody").<List<?>>path("items")).isEmpty();
    }
}
