package dev.vman.observer;

import static dev.vman.observer.WorldComparison.evidence;
import static java.util.stream.Collectors.groupingBy;

import dev.vman.host.Presence;
import dev.vman.network.Port;
import dev.vman.observer.WorldComparison.Collected;
import dev.vman.observer.WorldReading.NicRow;
import dev.vman.observer.WorldReading.VmRow;
import dev.vman.operator.LiveDevices.PluggedNic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** NICs' rows against what QEMU has plugged, both ways; pure. */
final class NicComparison {
    private final WorldReading world;
    private final Collected found;

    private NicComparison(WorldReading world, Collected found) {
        this.world = world;
        this.found = found;
    }

    /** VMs that could not be asked are told of with their disks. */
    static void addTo(Collected found, WorldReading world) {
        new NicComparison(world, found).compareAll();
    }

    private void compareAll() {
        Map<UUID, List<NicRow>> byVm =
                world.cards().rows().stream().collect(groupingBy(NicRow::vm));
        for (VmRow vm : world.vms()) {
            @Nullable Presence<List<PluggedNic>> told = world.cards().plugged().get(vm.id());
            if (told instanceof Presence.Present<List<PluggedNic>>(List<PluggedNic> there)) {
                compare(vm, byVm.getOrDefault(vm.id(), List.of()), there);
            }
        }
    }

    private void compare(VmRow vm, List<NicRow> rows, List<PluggedNic> there) {
        for (NicRow row : rows) {
            Optional<PluggedNic> plugged = there.stream().filter(nic -> isAt(row, nic)).findFirst();
            if (plugged.isEmpty() && !row.detachPending()) {
                missing(vm, row);
            } else if (plugged.filter(nic -> !leadsThere(row, nic)).isPresent()) {
                misled(vm, row, plugged.get());
            }
        }
        there.stream()
                .filter(nic -> rows.stream().noneMatch(row -> isAt(row, nic)))
                .forEach(nic -> unrecorded(vm, nic));
    }

    private static boolean isAt(NicRow row, PluggedNic nic) {
        return row.place().deviceId().equals(nic.deviceId());
    }

    private static boolean leadsThere(NicRow row, PluggedNic nic) {
        return nic.netdevId().equals(row.place().netdevId()) && nic.tap().equals(tapOf(row));
    }

    private static String tapOf(NicRow row) {
        return row.bridged() ? Port.tapOf(row.id()) : "";
    }

    private void missing(VmRow vm, NicRow row) {
        add(
                vm,
                row,
                evidence(
                        "recorded",
                        "NIC of " + vm.name(),
                        "seen",
                        "its QEMU has no such device",
                        "plugged",
                        false));
    }

    private void misled(VmRow vm, NicRow row, PluggedNic nic) {
        add(
                vm,
                row,
                evidence(
                        "recorded",
                        end(row.place().netdevId(), tapOf(row)),
                        "seen",
                        end(nic.netdevId(), nic.tap()),
                        "device",
                        nic.deviceId(),
                        "plugged",
                        true));
    }

    private static String end(String netdev, String tap) {
        String name = netdev.isEmpty() ? "no other end" : "other end '" + netdev + "'";
        return tap.isEmpty() ? name + ", no tap" : name + ", tap " + tap;
    }

    private void add(VmRow vm, NicRow row, Map<String, Object> evidence) {
        found.add(
                new Difference(
                        FindingKind.NIC_STATE_MISMATCH,
                        row.id() + " " + vm.id(),
                        Subject.row("nic", row.id(), row.mac().value()),
                        Optional.of(vm.id()),
                        Set.of(vm.id()),
                        evidence));
    }

    private void unrecorded(VmRow vm, PluggedNic nic) {
        found.add(
                new Difference(
                        FindingKind.NIC_STATE_MISMATCH,
                        nic.deviceId() + " " + vm.id(),
                        Subject.row("vm", vm.id(), vm.name()),
                        Optional.of(vm.id()),
                        Set.of(vm.id()),
                        evidence(
                                "recorded",
                                "no such NIC",
                                "seen",
                                "plugged into " + vm.name(),
                                "device",
                                nic.deviceId(),
                                "end",
                                end(nic.netdevId(), nic.tap()),
                                "plugged",
                                true)));
    }
}
