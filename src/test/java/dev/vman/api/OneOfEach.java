package dev.vman.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.image.IsoDraft;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One thing of each kind, so that all that is documented can be asked for. */
final class OneOfEach implements AutoCloseable {
    private static final Set<String> OF_RUNNING_VMS =
            Set.of("getAgent", "pauseVm", "resetVm", "restartVm", "resumeVm", "stopVm");

    private static final Map<String, String> BODIES =
            Map.ofEntries(
                    entry("createDisk", "{\"sizeBytes\": 1048576}"),
                    entry("changeDisk", "{\"sizeBytes\": 2097152}"),
                    entry("attachDisk", "{\"vm\": \"$vm\"}"),
                    entry("createForward", "{\"guestPort\": 22, \"protocol\": \"tcp\"}"),
                    entry("importImage", "{\"name\": \"x\", \"source\": {\"path\": \"/x\"}}"),
                    entry("createNetwork", "{\"name\": \"x\", \"subnet\": \"10.99.0.0/24\"}"),
                    entry("changeNetwork", "{\"dns\": [\"9.9.9.9\"]}"),
                    entry("attachNic", "{}"),
                    entry("createTemplate", "{\"name\": \"x\", \"cpus\": 1, \"memoryMib\": 64}"),
                    entry("changeTemplate", "{\"cpus\": 2}"),
                    entry("createVm", "{\"name\": \"x\", \"template\": \"small\"}"),
                    entry("changeVm", "{\"startOrder\": 3}"),
                    entry("insertCdrom", "{\"image\": \"$iso\"}"),
                    entry("setMetadata", "{\"hostname\": \"x\"}"));

    private final Path stranger =
            Api.storage().resolve("disks").resolve(UUID.randomUUID() + ".qcow2");
    private final String running = Api.newVm("running");
    private final Map<String, String> things;

    OneOfEach() throws IOException {
        things = make();
    }

    /** The name of a running VM. */
    String running() {
        return running;
    }

    /** Asks as the operation wants to be asked. */
    RequestSpecification request(OpenApi.Operation operation) {
        if (operation.id().equals("uploadImage")) {
            return Api.request().contentType(ContentType.BINARY).body(new byte[1024]);
        }
        String body = filled(BODIES.getOrDefault(operation.id(), ""), "$", "");
        return body.isEmpty() ? Api.request() : Api.json(body);
    }

    /** Its address, below the root. */
    String path(OpenApi.Operation operation) {
        String path = operation.path();
        if (operation.id().equals("uploadImage")) {
            path = path.replace("{image}", Api.name("upload"));
        }
        if (OF_RUNNING_VMS.contains(operation.id())) {
            path = path.replace("{vm}", "{running}");
        }
        return filled(path, "{", "}").substring(Api.ROOT.length());
    }

    private String filled(String text, String begin, String end) {
        String filled = text;
        for (Map.Entry<String, String> thing : things.entrySet()) {
            filled = filled.replace(begin + thing.getKey() + end, thing.getValue());
        }
        return filled;
    }

    private Map<String, String> make() throws IOException {
        String vm = Api.newVm("documented");
        Api.post("/vms/" + running + "/actions/start", "").then().statusCode(200);
        String image = upload("disk", new byte[1 << 20]);
        String iso = upload("iso", new IsoDraft().bytes());
        Files.writeString(stranger, "x");
        Api.post("/observer/actions/run", "").then().statusCode(200);
        Response nic = Api.post("/vms/" + vm + "/nics", "{}");
        Response forward = Api.post("/vms/" + vm + "/forwards", "{\"guestPort\": 22}");
        Response template =
                Api.post(
                        "/templates",
                        "{\"name\": \"%s\", \"cpus\": 1, \"memoryMib\": 64}"
                                .formatted(Api.name("template")));
        return Map.ofEntries(
                entry("vm", vm),
                entry("running", running),
                entry("disk", Api.newDisk("documented")),
                entry("image", image),
                entry("iso", iso),
                entry("template", template.path("id")),
                entry("network", "default"),
                entry("nic", nic.path("id")),
                entry("forward", forward.path("id")),
                entry(
                        "finding",
                        Api.get("/findings?kind=orphan-disk&state=open").path("items[0].id")),
                entry("operation", Api.get("/operations?limit=1").path("items[0].id")));
    }

    private static String upload(String kind, byte[] content) {
        String name = Api.name(kind);
        Response made =
                Api.request()
                        .contentType(ContentType.BINARY)
                        .header("Prefer", "wait=30")
                        .body(content)
                        .put(Api.ROOT + "/images/" + name + "/content?kind=" + kind);
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        return name;
    }

    @Override
    public void close() throws IOException {
        Files.delete(stranger);
        Api.post("/observer/actions/run", "").then().statusCode(200);
        Api.delete("/vms/" + running + "?force=true").then().statusCode(204);
    }
}
