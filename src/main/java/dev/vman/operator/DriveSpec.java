package dev.vman.operator;

import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A disk as a machine has it.
 *
 * @param image the file that a qcow2 reads from what it does not hold itself; nothing else is
 *     opened, whatever its header says
 * @param slot virtio: number of the PCIe root port (0 to {@link #VIRTIO_SLOTS} - 1); SCSI: target
 *     id (0 to {@link #SCSI_SLOTS} - 1). Chosen when the disk is attached, and kept.
 */
public record DriveSpec(
        UUID disk,
        Path file,
        DiskFormat format,
        DiskBus bus,
        int slot,
        boolean readOnly,
        Optional<Path> image) {
    /** A disk that stands alone. */
    public DriveSpec(
            UUID disk, Path file, DiskFormat format, DiskBus bus, int slot, boolean readOnly) {
        this(disk, file, format, bus, slot, readOnly, Optional.empty());
    }

    public static final int VIRTIO_SLOTS = 12;
    public static final int SCSI_SLOTS = 64;

    /** The device's id in QEMU: {@code disk-<uuid>}. */
    public String deviceId() {
        return deviceId(disk);
    }

    /** The id in QEMU of the device that presents this disk. */
    public static String deviceId(UUID disk) {
        return "disk-" + disk;
    }

    /** The block node's name; QEMU allows 31 characters, so the id is cut. */
    public String nodeName() {
        return nodeName(disk);
    }

    /** The name of the block node of any disk. */
    public static String nodeName(UUID disk) {
        return "d" + disk.toString().replace("-", "").substring(0, 30);
    }

    /** What the guest sees as the disk's serial number; virtio-blk allows 20 bytes. */
    public String serial() {
        return serial(disk);
    }

    /** The serial number of any disk: the first 20 hex digits of its id. */
    public static String serial(UUID disk) {
        return disk.toString().replace("-", "").substring(0, 20);
    }
}
