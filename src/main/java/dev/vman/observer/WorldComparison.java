package dev.vman.observer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What one reading says; pure.
 *
 * @param differences by key
 * @param untold kinds that could not be looked for: their findings neither open nor resolve
 * @param untoldVms VMs whose devices could not be asked for
 * @param untoldImage of a finding's key and subject: the file was not looked into again
 * @param returned disks that are recorded as missing, and whose file is there
 */
record WorldComparison(
        Map<String, Difference> differences,
        Set<FindingKind> untold,
        Set<UUID> untoldVms,
        Set<UUID> returned,
        BiPredicate<String, @Nullable UUID> untoldImage) {
    static WorldComparison of(WorldReading world) {
        Collected found = new Collected();
        new ProcessComparison(world).addTo(found);
        new DiskFileComparison(world).addTo(found);
        new VmFolderComparison(world).addTo(found);
        new DeviceComparison(world).addTo(found);
        NicComparison.addTo(found, world);
        OperationComparison.addTo(found, world.unsettled());
        ImageComparison.addTo(world, found);
        world.networks().forEach(network -> NetworkComparison.addTo(found, network));
        world.baseImages().forEach(image -> BaseImageComparison.addTo(found, image));
        return new WorldComparison(
                found.differences,
                found.untold,
                found.untoldVms,
                found.returned,
                (key, id) ->
                        ImageComparison.isUntold(key, id, world)
                                || BaseImageComparison.isUntold(key, id, world));
    }

    boolean tells(FindingKind kind, java.util.Optional<UUID> vm) {
        boolean silent =
                (kind == FindingKind.DISK_STATE_MISMATCH || kind == FindingKind.NIC_STATE_MISMATCH)
                        && vm.filter(untoldVms::contains).isPresent();
        return !untold.contains(kind) && !silent;
    }

    List<Difference> of(FindingKind kind) {
        return differences.values().stream().filter(found -> found.kind() == kind).toList();
    }

    /** Where the parts of a comparison put what they find. */
    static final class Collected {
        private final Map<String, Difference> differences = new LinkedHashMap<>();
        private final Set<FindingKind> untold = new HashSet<>();
        private final Set<UUID> untoldVms = new HashSet<>();
        private final Set<UUID> returned = new HashSet<>();

        void add(Difference difference) {
            differences.putIfAbsent(difference.key(), difference);
        }

        void untold(FindingKind kind) {
            untold.add(kind);
        }

        void untold(UUID vm) {
            untoldVms.add(vm);
        }

        void returned(UUID disk) {
            returned.add(disk);
        }
    }

    /** Evidence of pairs of name and value. */
    static Map<String, Object> evidence(Object... pairs) {
        Map<String, Object> evidence = new HashMap<>();
        for (int at = 0; at < pairs.length; at += 2) {
            evidence.put((String) pairs[at], pairs[at + 1]);
        }
        return evidence;
    }
}
