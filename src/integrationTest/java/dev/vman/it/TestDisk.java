package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.operator.DriveSpec;
import dev.vman.qmp.QmpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One disk, through the API and beside it. */
record TestDisk(VmanDaemon daemon, UUID id) {
    private static final Duration QMP = Duration.ofSeconds(10);

    static TestDisk create(VmanDaemon daemon, long sizeBytes) {
        return create(daemon, Map.of("sizeBytes", sizeBytes));
    }

    static TestDisk create(VmanDaemon daemon, Map<String, ?> fields) {
        JsonNode disk = daemon.api().post("disks", fields).is(201).body();
        return new TestDisk(daemon, UUID.fromString(disk.path("id").asText()));
    }

    JsonNode read() {
        return daemon.api().get("disks/" + id).ok();
    }

    long usedBytes() {
        return read().path("usedBytes").asLong();
    }

    Path file() {
        return daemon.storage().resolve("disks").resolve(id + ".qcow2");
    }

    Answer attach(Vm vm, String bus) {
        return act("attach", Map.of("vm", vm.name(), "bus", bus));
    }

    Answer detach() {
        return act("detach", Map.of());
    }

    Answer detachByForce() {
        return act("detach", Map.of("force", true));
    }

    Answer act(String action, Map<String, ?> body) {
        return daemon.api().post("disks/" + id + "/actions/" + action, body);
    }

    Answer grow(long sizeBytes) {
        return daemon.api().patch("disks/" + id, Map.of("sizeBytes", sizeBytes));
    }

    Answer delete() {
        return daemon.api().delete("disks/" + id);
    }

    void waitForState(String state, Duration timeout) {
        JsonNode _ =
                Waiting.forValue(
                        timeout,
                        () -> "disk is " + state + ", not " + read(),
                        () ->
                                Optional.of(read())
                                        .filter(disk -> disk.path("state").asText().equals(state)));
    }

    /** The block node's name in QEMU. */
    String node() {
        return DriveSpec.nodeName(id);
    }

    /** As a person would over the spare socket; QEMU's user has to be able to open the file. */
    void plugByHand(Vm vm) {
        Map<String, Object> file = Map.of("driver", "file", "filename", file().toString());
        Map<String, Object> image = Map.of("driver", "qcow2", "node-name", node(), "file", file);
        String device = DriveSpec.deviceId(id);
        Map<String, Object> plug =
                Map.of("driver", "scsi-hd", "drive", node(), "id", device, "scsi-id", 7);
        try (QmpClient qmp = vm.spareQmp()) {
            JsonNode _ = qmp.execute("blockdev-add", image, QMP);
            JsonNode _ = qmp.execute("device_add", plug, QMP);
        }
    }

    /** What QEMU itself says, asked beside the daemon. */
    boolean isPluggedInto(Vm vm) {
        return vm.ask("query-block").toString().contains(DriveSpec.deviceId(id));
    }
}
