package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.inventory.VmFolder;
import dev.vman.operator.LiveDevices.BlockDevice;
import dev.vman.operator.LiveDevices.PluggedDrive;
import dev.vman.operator.LiveDevices.Stall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads QEMU's answers about block devices; pure. */
final class BlockDevices {
    // scsi-hd: disk-<uuid>; virtio-blk: /machine/peripheral/disk-<uuid>/virtio-backend.
    private static final Pattern QDEV =
            Pattern.compile("(?:/machine/peripheral/)?(disk-[0-9a-f-]{36})(?:/virtio-backend)?");
    private static final Pattern PERIPHERAL =
            Pattern.compile("/machine/peripheral/([^/]+)(?:/virtio-backend)?");
    private static final String FLASH = "/machine/system.flash";
    private static final Pattern NODE = Pattern.compile("d[0-9a-f]{30}");
    private static final Pattern MEDIUM_NODE = Pattern.compile("i[0-9a-f]{30}");

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

    /**
     * All devices in an answer of {@code query-block} that a guest can see, but for what belongs to
     * the machine itself: its firmware, and the seed that it was started with.
     */
    static List<BlockDevice> all(JsonNode queryBlock) {
        List<BlockDevice> devices = new ArrayList<>();
        for (JsonNode block : queryBlock) {
            String path = block.path("qdev").asText();
            String file = block.path("inserted").path("image").path("filename").asText();
            if (!path.isEmpty() && !path.startsWith(FLASH) && !isSeed(path, file)) {
                devices.add(new BlockDevice(deviceAt(path), file));
            }
        }
        return List.copyOf(devices);
    }

    private static boolean isSeed(String path, String file) {
        return path.equals(DriveJson.SEED_DEVICE) && file.endsWith("/" + VmFolder.SEED);
    }

    /** Our CD-ROM drive in an answer of {@code query-block}; empty where there is none. */
    static Optional<CdromSight> cdrom(JsonNode queryBlock) {
        for (JsonNode block : queryBlock) {
            if (block.path("qdev").asText().equals(CdromSight.DEVICE)) {
                return Optional.of(
                        new CdromSight(
                                block.path("inserted").path("image").path("filename").asText(),
                                block.path("tray_open").asBoolean(),
                                block.path("locked").asBoolean()));
            }
        }
        return Optional.empty();
    }

    /**
     * Names of our nodes for CD-ROM drives in an answer of {@code query-named-block-nodes} that no
     * device in one of {@code query-block} has.
     */
    static List<String> unusedMedia(JsonNode namedNodes, JsonNode queryBlock) {
        List<String> unused = new ArrayList<>();
        for (JsonNode node : namedNodes) {
            String name = node.path("node-name").asText();
            if (MEDIUM_NODE.matcher(name).matches()) {
                unused.add(name);
            }
        }
        for (JsonNode block : queryBlock) {
            unused.remove(block.path("inserted").path("node-name").asText());
        }
        return List.copyOf(unused);
    }

    private static String deviceAt(String path) {
        Matcher peripheral = PERIPHERAL.matcher(path);
        return peripheral.matches() ? peripheral.group(1) : path;
    }

    /** The devices in an answer of {@code query-block} whose {@code io-status} is not ok. */
    static List<Stall> stalls(JsonNode queryBlock) {
        List<Stall> stalls = new ArrayList<>();
        for (JsonNode block : queryBlock) {
            String status = block.path("io-status").asText("ok");
            if (!status.equals("ok")) {
                String device = deviceAt(block.path("qdev").asText());
                stalls.add(new Stall(device, status.equals("nospace")));
            }
        }
        return List.copyOf(stalls);
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
