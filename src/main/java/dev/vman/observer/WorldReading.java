package dev.vman.observer;

import dev.vman.host.FolderListing;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmState;
import dev.vman.journal.Operation;
import dev.vman.operator.LiveDevices;
import dev.vman.operator.NicPlace;
import dev.vman.operator.QemuProcess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What should be and what is, gathered once and then only compared.
 *
 * @param devices of the VMs that should answer
 * @param sockets of VMs that should have none: their names, by VM
 * @param unsettled operations that recovery had to give up
 * @param images what was found inside disks' files, some time before
 * @param dryRun nothing but rows and names in folders is real
 * @param networks those on bridges
 * @param baseImages those that are READY
 */
record WorldReading(
        StorageLayout layout,
        List<VmRow> vms,
        List<DiskRow> disks,
        List<QemuProcess> processes,
        Presence<Map<String, FolderListing.Entry>> diskFiles,
        Presence<Map<String, FolderListing.Entry>> vmFolders,
        Map<UUID, List<String>> sockets,
        Map<UUID, Presence<List<LiveDevices.BlockDevice>>> devices,
        List<Operation> unsettled,
        ImageChecks.Told images,
        boolean dryRun,
        List<NetworkSight> networks,
        List<BaseImageSight> baseImages,
        Cards cards) {
    /** Without networks on bridges, NICs and images. */
    WorldReading(
            StorageLayout layout,
            List<VmRow> vms,
            List<DiskRow> disks,
            List<QemuProcess> processes,
            Presence<Map<String, FolderListing.Entry>> diskFiles,
            Presence<Map<String, FolderListing.Entry>> vmFolders,
            Map<UUID, List<String>> sockets,
            Map<UUID, Presence<List<LiveDevices.BlockDevice>>> devices,
            List<Operation> unsettled,
            ImageChecks.Told images,
            boolean dryRun) {
        this(
                layout,
                vms,
                disks,
                processes,
                diskFiles,
                vmFolders,
                sockets,
                devices,
                unsettled,
                images,
                dryRun,
                List.of(),
                List.of(),
                Cards.NONE);
    }

    /**
     * Network cards.
     *
     * @param rows those of all VMs
     * @param plugged of the VMs that should answer
     */
    record Cards(List<NicRow> rows, Map<UUID, Presence<List<LiveDevices.PluggedNic>>> plugged) {
        static final Cards NONE = new Cards(List.of(), Map.of());
    }

    /**
     * A NIC as its row says.
     *
     * @param bridged whether its network is on a bridge
     */
    record NicRow(
            UUID id, UUID vm, int slot, MacAddress mac, boolean bridged, boolean detachPending) {
        NicPlace place() {
            return NicPlace.fixed(slot);
        }
    }

    /** A VM as its row says. */
    record VmRow(
            UUID id,
            String name,
            VmState state,
            @Nullable String reason,
            Optional<ProcessIdentity> process,
            Optional<CdromRow> cdrom) {
        /** Without a CD-ROM drive. */
        VmRow(
                UUID id,
                String name,
                VmState state,
                @Nullable String reason,
                Optional<ProcessIdentity> process) {
            this(id, name, state, reason, process, Optional.empty());
        }
    }

    /** A CD-ROM drive as its row says, and the image that lies in it. */
    record CdromRow(Optional<UUID> image) {}

    /** A disk as its row says. */
    record DiskRow(
            UUID id,
            String name,
            DiskFormat format,
            DiskState state,
            Optional<UUID> vm,
            boolean detachPending) {
        String fileName() {
            return id + "." + format.wireName();
        }
    }

    /** How much of what was read. */
    Checked checked() {
        return new Checked(
                vms.size(),
                disks.size(),
                processes.size(),
                diskFiles.found().map(Map::size).orElse(0),
                vmFolders.found().map(Map::size).orElse(0),
                devices.size(),
                images.looked().size());
    }
}
