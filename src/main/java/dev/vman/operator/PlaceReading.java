package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.inventory.DiskBus;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Asks QEMU in which of our slots a disk sits, whoever put it there. */
final class PlaceReading {
    private static final Duration COMMAND = Duration.ofSeconds(5);
    private static final String PERIPHERAL = "/machine/peripheral/";
    private final QmpLink link;

    PlaceReading(QmpLink link) {
        this.link = link;
    }

    /** Empty where it has none, or has it where VMAN would never put one. */
    Optional<DiskPlace> of(UUID disk) {
        String device = DriveSpec.deviceId(disk);
        for (JsonNode block : link.execute("query-block", COMMAND)) {
            String qdev = block.path("qdev").asText();
            if (qdev.equals(device) || qdev.startsWith(PERIPHERAL + device + "/")) {
                return place(PERIPHERAL + device, block.path("inserted"));
            }
        }
        return Optional.empty();
    }

    private Optional<DiskPlace> place(String path, JsonNode inserted) {
        String bus = get(path, "parent_bus").asText();
        boolean readOnly = inserted.path("ro").asBoolean();
        String file = inserted.path("image").path("filename").asText();
        if (DiskPlace.isOurController(bus)) {
            int target = get(path, "scsi-id").asInt();
            return Optional.of(new DiskPlace(DiskBus.SCSI, target, readOnly, file));
        }
        return DiskPlace.portOf(bus)
                .map(slot -> new DiskPlace(DiskBus.VIRTIO, slot, readOnly, file));
    }

    private JsonNode get(String path, String property) {
        ObjectNode arguments =
                JsonNodeFactory.instance.objectNode().put("path", path).put("property", property);
        return link.execute("qom-get", arguments, COMMAND);
    }
}
