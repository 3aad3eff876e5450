package dev.vman.observer;

import dev.vman.host.FolderListing;
import dev.vman.host.Presence;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmState;
import dev.vman.journal.Journal;
import dev.vman.observer.WorldReading.DiskRow;
import dev.vman.observer.WorldReading.VmRow;
import dev.vman.operator.Operator;
import dev.vman.operator.QemuScan;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes one reading of the world; QEMUs answer while the rest is read. */
@Singleton
class WorldReader {
    private static final String SOCKET = ".sock";
    private final RecordReader records;
    private final StorageLayout layout;
    private final QemuScan scan;
    private final DeviceReader devices;
    private final Operator operator;
    private final Journal journal;
    private final ImageChecks images;
    private final NetworkReader networks;
    private final BaseImages baseImages;

    WorldReader(
            RecordReader records,
            StorageLayout layout,
            QemuScan scan,
            DeviceReader devices,
            Operator operator,
            Journal journal,
            ImageChecks images,
            NetworkReader networks,
            BaseImages baseImages) {
        this.records = records;
        this.layout = layout;
        this.scan = scan;
        this.devices = devices;
        this.operator = operator;
        this.journal = journal;
        this.images = images;
        this.networks = networks;
        this.baseImages = baseImages;
    }

    /** Never throws for what it finds; throws when the rows can't be read. */
    WorldReading read(Freshness wanted) {
        boolean dryRun = operator.capabilities().dryRun();
        RecordReader.Rows rows = records.read();
        DeviceReader.Asked asked = devices.ask(dryRun ? List.of() : answering(rows.vms()), wanted);
        Set<String> expected =
                rows.disks().stream().map(DiskRow::fileName).collect(Collectors.toSet());
        Presence<Map<String, FolderListing.Entry>> folders =
                FolderListing.of(layout.vms(), _ -> false);
        var scanned = scan.all();
        var diskFiles = FolderListing.of(layout.disks(), name -> !expected.contains(name));
        Map<UUID, List<String>> sockets = sockets(rows.vms());
        Map<UUID, Presence<DeviceReader.Devices>> devices = asked.await();
        return new WorldReading(
                layout,
                rows.vms(),
                rows.disks(),
                scanned,
                diskFiles,
                folders,
                sockets,
                each(devices, DeviceReader.Devices::disks),
                journal.unsettled(),
                images.told(),
                dryRun,
                networks.read(),
                baseImages.look(),
                new WorldReading.Cards(rows.nics(), each(devices, DeviceReader.Devices::nics)));
    }

    private static <T> Map<UUID, Presence<T>> each(
            Map<UUID, Presence<DeviceReader.Devices>> devices,
            Function<DeviceReader.Devices, T> part) {
        Map<UUID, Presence<T>> parts = new HashMap<>();
        devices.forEach((vm, told) -> parts.put(vm, told.map(part)));
        return parts;
    }

    private static List<UUID> answering(List<VmRow> vms) {
        return vms.stream()
                .filter(vm -> vm.state() == VmState.RUNNING || vm.state() == VmState.PAUSED)
                .map(VmRow::id)
                .toList();
    }

    /** Of VMs that don't run; one whose machine is still held is about to be tidied up. */
    private Map<UUID, List<String>> sockets(List<VmRow> vms) {
        Map<UUID, List<String>> sockets = new HashMap<>();
        for (VmRow vm : vms) {
            if (!vm.state().mayHaveProcess() && operator.held(vm.id()).isEmpty()) {
                String[] names =
                        layout.vm(vm.id()).run().toFile().list((_, n) -> n.endsWith(SOCKET));
                if (names != null && names.length > 0) {
                    sockets.put(vm.id(), List.of(names));
                }
            }
        }
        return sockets;
    }
}
