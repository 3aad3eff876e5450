package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows of the API without what is only seen or measured. */
final class LastingRows {
    private static final List<String> SEEN_AFRESH =
            List.of("updatedAt", "observedAt", "usedBytes", "stateReason");

    private LastingRows() {}

    /** By id; of {@code vms}, {@code disks} or {@code networks}. */
    static Map<String, JsonNode> of(VmanDaemon daemon, String collection) {
        return daemon.api()
                .items(collection + "?limit=1000")
                .collect(Collectors.toMap(row -> row.path("id").asText(), LastingRows::lasting));
    }

    private static JsonNode lasting(JsonNode row) {
        ObjectNode lasting = row.deepCopy();
        lasting.remove(SEEN_AFRESH);
        if (lasting.path("process") instanceof ObjectNode process) {
            process.remove("startedAt");
        }
        lasting.path("nics").forEach(nic -> ((ObjectNode) nic).remove(List.of("leased", "seen")));
        return lasting;
    }
}
