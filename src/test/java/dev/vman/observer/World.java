package dev.vman.observer;

import dev.vman.host.FolderListing.Entry;
import dev.vman.host.FolderListing.Kind;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmState;
import dev.vman.observer.WorldReading.DiskRow;
import dev.vman.observer.WorldReading.NicRow;
import dev.vman.observer.WorldReading.VmRow;
import dev.vman.operator.LiveDevices.BlockDevice;
import dev.vman.operator.LiveDevices.PluggedNic;
import dev.vman.operator.QemuProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A world on paper, in which all is well until a test changes it. */
final class World {
    static final StorageLayout LAYOUT = new StorageLayout(Path.of("/storage"));
    final List<VmRow> vms = new ArrayList<>();
    final List<DiskRow> disks = new ArrayList<>();
    final List<QemuProcess> processes = new ArrayList<>();
    final Map<String, Entry> diskFiles = new HashMap<>();
    final Map<String, Entry> vmFolders = new HashMap<>();
    final Map<UUID, List<String>> sockets = new HashMap<>();
    final Map<UUID, Presence<List<BlockDevice>>> devices = new HashMap<>();
    final List<NicRow> nics = new ArrayList<>();
    final Map<UUID, Presence<List<PluggedNic>>> plugged = new HashMap<>();
    ImageChecks.Told images = ImageChecks.Told.NOTHING;
    final List<NetworkSight> networks = new ArrayList<>();
    final List<BaseImageSight> baseImages = new ArrayList<>();
    boolean storageThere = true;
    boolean dryRun;

    /** With its folder, and no process. */
    VmRow vm(VmState state, @Nullable ProcessIdentity process) {
        UUID id = UUID.randomUUID();
        VmRow vm = new VmRow(id, "vm", state, "because", Optional.ofNullable(process));
        vms.add(vm);
        vmFolders.put(id.toString(), new Entry(Kind.FOLDER, 0));
        return vm;
    }

    /** With its process, and an answering QEMU. */
    VmRow runningVm(long pid) {
        VmRow vm = vm(VmState.RUNNING, process(pid));
        runs(pid, vm.id(), true);
        devices.put(vm.id(), new Presence.Present<>(List.of()));
        return vm;
    }

    /** The same, with a CD-ROM drive on record. */
    VmRow withCdrom(VmRow vm, @Nullable UUID image) {
        VmRow fitted =
                new VmRow(
                        vm.id(),
                        vm.name(),
                        vm.state(),
                        vm.reason(),
                        vm.process(),
                        Optional.of(new WorldReading.CdromRow(Optional.ofNullable(image))));
        vms.remove(vm);
        vms.add(fitted);
        return fitted;
    }

    void runs(long pid, UUID uuid, boolean ours) {
        processes.add(
                new QemuProcess(
                        process(pid),
                        Optional.of(uuid),
                        ours,
                        List.of("qemu-system-x86_64", "-uuid", uuid.toString())));
    }

    static ProcessIdentity process(long pid) {
        return new ProcessIdentity("boot", pid, pid * 10);
    }

    /** With its file. */
    DiskRow disk(DiskState state, @Nullable UUID vm) {
        DiskRow disk =
                new DiskRow(
                        UUID.randomUUID(),
                        "disk",
                        DiskFormat.QCOW2,
                        state,
                        Optional.ofNullable(vm),
                        false);
        disks.add(disk);
        diskFiles.put(disk.fileName(), new Entry(Kind.FILE, 1));
        return disk;
    }

    static String file(DiskRow disk) {
        return LAYOUT.disk(disk.id(), disk.format()).toString();
    }

    WorldComparison compared() {
        return WorldComparison.of(read());
    }

    WorldReading read() {
        return new WorldReading(
                LAYOUT,
                vms,
                disks,
                processes,
                storageThere
                        ? new Presence.Present<>(diskFiles)
                        : new Presence.Unknown<>("not mounted"),
                storageThere
                        ? new Presence.Present<>(vmFolders)
                        : new Presence.Unknown<>("not mounted"),
                sockets,
                devices,
                List.of(),
                images,
                dryRun,
                networks,
                baseImages,
                new WorldReading.Cards(nics, plugged));
    }

    /** The only difference there is. */
    Difference only() {
        return List.copyOf(compared().differences().values()).getFirst();
    }
}
