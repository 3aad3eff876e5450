package dev.vman.observer;

import static dev.vman.observer.WorldComparison.evidence;

import dev.vman.host.Presence;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.StorageNames;
import dev.vman.observer.WorldComparison.Collected;
import dev.vman.observer.WorldReading.DiskRow;
import dev.vman.observer.WorldReading.VmRow;
import dev.vman.operator.LiveDevices.BlockDevice;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Disks' rows against what QEMU has plugged, both ways. */
final class DeviceComparison {
    private final WorldReading world;
    private static final String DEVICE = "disk-";
    private final Map<UUID, DiskRow> byId = new HashMap<>();
    private final String folder;
    private final Map<UUID, List<DiskRow>> byVm;

    DeviceComparison(WorldReading world) {
        this.world = world;
        world.disks().forEach(disk -> byId.put(disk.id(), disk));
        folder = world.layout().disks() + "/";
        byVm =
                world.disks().stream()
                        .filter(disk -> disk.vm().isPresent())
                        .collect(
                                java.util.stream.Collectors.groupingBy(
                                        disk -> disk.vm().orElseThrow()));
    }

    void addTo(Collected found) {
        for (VmRow vm : world.vms()) {
            @Nullable Presence<List<BlockDevice>> devices = world.devices().get(vm.id());
            if (devices instanceof Presence.Present<List<BlockDevice>>(List<BlockDevice> there)) {
                compare(vm, there, found);
                CdromComparison.addTo(found, world.layout(), vm, there);
            } else if (vm.state().mayHaveProcess()) {
                found.untold(vm.id());
            }
        }
    }

    private void compare(VmRow vm, List<BlockDevice> devices, Collected found) {
        Set<UUID> plugged = new HashSet<>();
        for (BlockDevice device : devices) {
            if (CdromComparison.isDrive(device)) {
                continue;
            }
            @Nullable DiskRow disk = diskOf(device);
            if (disk != null) {
                plugged.add(disk.id());
            }
            if (disk == null ? !device.file().isEmpty() : !isOf(disk, vm)) {
                found.add(unrecorded(vm, disk, device));
            }
        }
        byVm.getOrDefault(vm.id(), List.of()).stream()
                .filter(disk -> disk.state() == DiskState.ATTACHED && !disk.detachPending())
                .filter(disk -> !plugged.contains(disk.id()))
                .forEach(disk -> found.add(unplugged(vm, disk)));
    }

    private @Nullable DiskRow diskOf(BlockDevice device) {
        @Nullable DiskRow named = after(DEVICE, device.device());
        return named != null ? named : after(folder, device.file());
    }

    private @Nullable DiskRow after(String prefix, String text) {
        return text.startsWith(prefix)
                ? StorageNames.id(text.substring(prefix.length())).map(byId::get).orElse(null)
                : null;
    }

    private static boolean isOf(DiskRow disk, VmRow vm) {
        return disk.vm().filter(vm.id()::equals).isPresent();
    }

    private Difference unplugged(VmRow vm, DiskRow disk) {
        return ofDisk(
                vm,
                disk,
                evidence(
                        "recorded",
                        "attached to " + vm.name(),
                        "seen",
                        "its QEMU has no such device",
                        "plugged",
                        false));
    }

    private Difference unrecorded(VmRow vm, @Nullable DiskRow disk, BlockDevice device) {
        Map<String, Object> evidence =
                evidence(
                        "recorded",
                        disk == null ? "no disk of that file" : disk.state().wireName(),
                        "seen",
                        "plugged into " + vm.name(),
                        "device",
                        device.device(),
                        "plugged",
                        true,
                        "path",
                        device.file());
        return disk == null ? ofStranger(vm, device, evidence) : ofDisk(vm, disk, evidence);
    }

    private Difference ofDisk(VmRow vm, DiskRow disk, Map<String, Object> evidence) {
        Path file = world.layout().disk(disk.id(), disk.format());
        Set<UUID> holds = new HashSet<>(Set.of(vm.id(), disk.id()));
        disk.vm().ifPresent(holds::add);
        return new Difference(
                FindingKind.DISK_STATE_MISMATCH,
                disk.id() + " " + vm.id(),
                Subject.row("disk", disk.id(), disk.name()).at(file),
                Optional.of(vm.id()),
                holds,
                evidence);
    }

    private static Difference ofStranger(
            VmRow vm, BlockDevice device, Map<String, Object> evidence) {
        return new Difference(
                FindingKind.DISK_STATE_MISMATCH,
                device.device() + " " + vm.id(),
                Subject.row("vm", vm.id(), vm.name()),
                Optional.of(vm.id()),
                Set.of(vm.id()),
                evidence);
    }
}
