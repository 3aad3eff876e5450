package dev.vman.operator;

import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.StorageLayout;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Every QEMU of this host, from one walk over the process table. */
@Singleton
public final class QemuScan {
    private final ProcessTable processes;
    private final Pattern storage;
    private volatile Seen seen = new Seen(Map.of(), Map.of());

    QemuScan(ProcessTable processes, StorageLayout layout) {
        this.processes = processes;
        this.storage = naming(layout.root().toString());
    }

    /** The path itself, not one that only begins like it; it may be escaped for QEMU or JSON. */
    private static Pattern naming(String path) {
        String commas = path.replace(",", ",,");
        String json = path.replace("\\", "\\\\").replace("\"", "\\\"");
        String any = Pattern.quote(path) + "|" + Pattern.quote(commas) + "|" + Pattern.quote(json);
        return Pattern.compile("(?:" + any + ")(?![A-Za-z0-9._-])");
    }

    /**
     * A process that was a QEMU stays what it was: QEMU execs nothing, so only its identity is read
     * again.
     */
    public List<QemuProcess> all() {
        Seen before = seen;
        List<ProcessSight> sights = processes.scan(QemuScan::isQemu, before.sights());
        Map<Long, ProcessSight> byPid = HashMap.newHashMap(sights.size());
        Map<ProcessIdentity, QemuProcess> described = LinkedHashMap.newLinkedHashMap(sights.size());
        for (ProcessSight sight : sights) {
            byPid.put(sight.identity().pid(), sight);
            @Nullable QemuProcess known = before.described().get(sight.identity());
            described.put(sight.identity(), known == null ? describe(sight) : known);
        }
        seen = new Seen(byPid, described);
        return List.copyOf(described.values());
    }

    /** What the last walk found. */
    private record Seen(
            Map<Long, ProcessSight> sights, Map<ProcessIdentity, QemuProcess> described) {}

    static boolean isQemu(List<String> arguments) {
        if (arguments.isEmpty()) {
            return false;
        }
        String program = arguments.getFirst();
        return program.startsWith("qemu-system-", program.lastIndexOf('/') + 1);
    }

    QemuProcess describe(ProcessSight sight) {
        List<String> arguments = sight.arguments();
        Optional<UUID> uuid = uuid(arguments);
        boolean ours =
                uuid.isPresent()
                        && arguments.stream().anyMatch(word -> storage.matcher(word).find());
        return new QemuProcess(sight.identity(), uuid, ours, arguments);
    }

    private static Optional<UUID> uuid(List<String> arguments) {
        int option = Math.max(arguments.indexOf("-uuid"), arguments.indexOf("--uuid"));
        if (option < 0 || option + 1 >= arguments.size()) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(arguments.get(option + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
