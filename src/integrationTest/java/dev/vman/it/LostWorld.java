package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * VMs and disks of all sorts beside those that are always there, and what has to be known of all of
 * them when the database was lost and rebuilt.
 */
final class LostWorld {
    private static final String GARBAGE = "garbage ".repeat(2000);
    private final VmanDaemon daemon;
    private final Map<String, JsonNode> vms;
    private final Map<String, JsonNode> disks;
    private final Map<String, JsonNode> networks;

    private LostWorld(VmanDaemon daemon) {
        this.daemon = daemon;
        vms = LastingRows.of(daemon, "vms");
        disks = disks();
        networks = networks();
        disks.values().stream().filter(LostWorld::isSpare).forEach(LostWorld::forgetName);
    }

    static LostWorld make(CrashScene scene) {
        String iso = TestIso.create(scene.daemon()).name();
        Vm stopped = scene.vm(Map.of("diskSizeBytes", 1 << 20, "cdrom", iso));
        attach(scene.disk(), stopped, "virtio");
        // On a network of its own, and running: its address has to be known again.
        Vm paused =
                scene.vm(
                        Map.of(
                                "start",
                                true,
                                "network",
                                CrashNetworks.named(scene),
                                "cdrom",
                                iso,
                                "bootOrder",
                                List.of("cdrom")));
        attach(scene.disk(), paused, "scsi");
        var _ = paused.act("pause").ok();
        TestDisk _ = scene.disk();
        TestDisk _ = scene.disk();
        return new LostWorld(scene.daemon());
    }

    private static void attach(TestDisk disk, Vm vm, String bus) {
        var _ = disk.attach(vm, bus).ok();
        vm.awaitManifest(disk.id().toString());
    }

    /** The daemon must be dead. */
    void lose(RecoveryDeath.Loss how) throws IOException {
        Path database = daemon.storage().resolve("vman.mv.db");
        switch (how) {
            case DELETED -> Files.delete(database);
            case GARBLED -> {
                Path _ = Files.writeString(database, GARBAGE);
            }
        }
    }

    /** What is not as it has to be after such a loss. */
    List<String> differences(RecoveryDeath.Loss how) throws IOException {
        List<String> found = new ArrayList<>();
        compare("vms", LastingRows.of(daemon, "vms"), vms, found);
        compare("disks", disks(), disks, found);
        compare("networks", networks(), networks, found);
        if (Files.exists(daemon.storage().resolve("recovering"))) {
            found.add("the recovery has not ended");
        }
        if (how == RecoveryDeath.Loss.GARBLED && keptDatabases() != 1) {
            found.add(keptDatabases() + " garbled databases were kept");
        }
        daemon.api()
                .items("operations?limit=200")
                .filter(row -> !row.path("state").asText().equals("succeeded"))
                .forEach(row -> found.add("an operation: " + row));
        return found;
    }

    private static void compare(
            String what,
            Map<String, JsonNode> there,
            Map<String, JsonNode> wanted,
            List<String> found) {
        if (!there.equals(wanted)) {
            found.add(what + ": there are " + there + ", there should be " + wanted);
        }
    }

    private long keptDatabases() throws IOException {
        long kept = 0;
        try (Stream<Path> files = Files.list(daemon.storage().resolve("quarantine"))) {
            for (Path file : files.toList()) {
                kept += Files.readString(file).equals(GARBAGE) ? 1 : 0;
            }
        }
        return kept;
    }

    /** When a spare one was made, nobody knows any more. */
    private Map<String, JsonNode> disks() {
        Map<String, JsonNode> rows = new HashMap<>(LastingRows.of(daemon, "disks"));
        rows.values().stream()
                .filter(LostWorld::isSpare)
                .forEach(disk -> ((ObjectNode) disk).remove(List.of("createdAt")));
        return rows;
    }

    /** Who has which address VMs tell. */
    private Map<String, JsonNode> networks() {
        Map<String, JsonNode> rows = LastingRows.of(daemon, "networks");
        rows.values()
                .forEach(row -> ((ObjectNode) row).remove(List.of("allocations", "createdAt")));
        return rows;
    }

    private static boolean isSpare(JsonNode disk) {
        return disk.path("vm").isNull();
    }

    private static void forgetName(JsonNode disk) {
        String id = disk.path("id").asText();
        ((ObjectNode) disk).put("name", "recovered-" + id.substring(0, 8));
    }
}
