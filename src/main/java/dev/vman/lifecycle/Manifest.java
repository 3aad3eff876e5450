package dev.vman.lifecycle;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vman.inventory.Boot;
import dev.vman.inventory.BootDevice;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.Firmware;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmCdrom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code manifest.json}: enough of a VM and its disks to rebuild their rows.
 *
 * @param metadata left out where its guest is told nothing
 * @param firmware of a later version than the rest, and may be absent
 * @param cdrom left out where there is no drive
 * @param bootFirst left out where it is the disk
 */
record Manifest(
        int schema,
        UUID id,
        String name,
        String host,
        long epoch,
        @Nullable UUID template,
        Map<String, String> labels,
        int cpus,
        int memoryMib,
        String machine,
        String cpuModel,
        String network,
        @Nullable Boot boot,
        RestartPolicy restart,
        int startOrder,
        boolean protectedFromDeletion,
        @Nullable Integer uid,
        Instant createdAt,
        List<DiskEntry> disks,
        @Nullable List<NicEntry> nics,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Metadata metadata,
        @Nullable Firmware firmware,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CdromEntry cdrom,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BootDevice bootFirst) {
    static final int SCHEMA = 1;

    /** A disk of the VM. The last four are of a later version than the rest, and may be absent. */
    record DiskEntry(
            UUID id,
            String name,
            long sizeBytes,
            DiskFormat format,
            @Nullable DiskBus bus,
            @Nullable Integer slot,
            boolean readOnly,
            boolean root,
            boolean detachPending,
            boolean protectedFromDeletion,
            @Nullable Instant createdAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID image) {
        static DiskEntry of(Disk disk) {
            return new DiskEntry(
                    disk.id,
                    disk.name,
                    disk.sizeBytes,
                    disk.format,
                    disk.bus,
                    disk.slot,
                    disk.readOnly,
                    disk.root,
                    disk.detachPending,
                    disk.protectedFromDeletion,
                    disk.createdAt,
                    disk.image);
        }
    }

    /**
     * A NIC of the VM, the first one first; of a later version than the rest, and may be absent.
     *
     * @param network by name, because ids differ after a database was lost
     * @param ip the fixed one
     * @param address the one that it has while it runs
     * @param slot this and the rest are of a later version; without it its place in the list
     */
    record NicEntry(
            UUID id,
            String network,
            String mac,
            @Nullable Ipv4Address ip,
            @Nullable Ipv4Address address,
            @Nullable Integer slot,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer port,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean detachPending) {
        int slotOr(int index) {
            return slot == null ? index : slot;
        }
    }

    /**
     * The CD-ROM drive of the VM.
     *
     * @param image what lies in it; null: nothing
     */
    record CdromEntry(@Nullable UUID image) {}

    static Manifest of(
            Vm vm,
            List<Disk> disks,
            List<NicEntry> nics,
            Metadata metadata,
            Optional<VmCdrom> cdrom) {
        return new Manifest(
                SCHEMA,
                vm.id,
                vm.name,
                vm.host,
                vm.epoch,
                vm.template,
                new TreeMap<>(vm.labels),
                vm.cpus,
                vm.memoryMib,
                vm.machine,
                vm.cpuModel,
                vm.network,
                vm.boot().orElse(null),
                vm.restart,
                vm.startOrder,
                vm.protectedFromDeletion,
                vm.uid,
                vm.createdAt,
                disks.stream().map(DiskEntry::of).toList(),
                nics,
                metadata.equals(Metadata.NONE) ? null : metadata,
                vm.firmware,
                cdrom.map(drive -> new CdromEntry(drive.image)).orElse(null),
                vm.bootFirst == BootDevice.DISK ? null : vm.bootFirst);
    }
}
