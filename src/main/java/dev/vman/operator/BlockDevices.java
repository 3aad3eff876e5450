package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.operator.LiveMachine.PluggedDrive;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads QEMU's answers about block devices; pure. */
final class BlockDevices {
    // scsi-hd: disk-<uuid>; virtio-blk: /machine/peripheral/disk-<uuid>/virtio-backend.
    private static final Pattern QDEV =
            Pattern.compile("(?:/machine/peripheral/)?(disk-[0-9a-f-]{36})(?:/virtio-backend)?");
    private static final Pattern NODE = Pattern.compile("d[0-9a-f]{30}");

    private BlockDevices() {}

    /** Our disks in an answer of {@code query-block}. */
    static List<PluggedDrive> drives(JsonNode queryBlock) {
        List<PluggedDrive> drives = new ArrayList<>();
        for (JsonNode block : queryBlock) {
            Matcher qdev = QDEV.matcher(block.path("qdev").asText());
            if (qdev.matches()) {
                JsonNode inserted = block.path("inserted");
                drives.add(
                        new PluggedDrive(
                                qdev.group(1),
                                inserted.path("node-name").asText(),
                                inserted.path("image").path("virtual-size").asLong()));
            }
        }
        return List.copyOf(drives);
    }

    /** Names of our nodes in an answer of {@code query-named-block-nodes} that no drive has. */
    static List<String> unusedNodes(JsonNode namedNodes, List<PluggedDrive> drives) {
        Set<String> used =
                drives.stream().map(PluggedDrive::nodeName).collect(Collectors.toUnmodifiableSet());
        List<String> unused = new ArrayList<>();
        for (JsonNode node : namedNodes) {
            String name = node.path("node-name").asText();
            if (NODE.matcher(name).matches() && !used.contains(name)) {
                unused.add(name);
            }
        }
        return List.copyOf(unused);
    }
}
