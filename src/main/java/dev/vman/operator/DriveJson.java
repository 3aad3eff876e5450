package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.inventory.DiskFormat;
import java.nio.file.Path;

/**
 * A disk in QEMU's own words: the block node ({@code BlockdevOptions} of QEMU's QAPI reference) and
 * the device on it. The same objects serve {@code -blockdev} and {@code -device} at launch, and
 * {@code blockdev-add} and {@code device_add} on a live machine, so that a disk sits in the same
 * place either way.
 */
final class DriveJson {
    /** The SCSI controller that every machine has. */
    static final String SCSI_CONTROLLER = "scsi0";

    /**
     * On a full disk the guest is halted, and the write is repeated when it goes on; other errors
     * are the guest's to handle. QEMU's default, said because we rely on it.
     */
    private static final String ON_WRITE_ERROR = "enospc";

    /** The seed's device, as QEMU's {@code query-block} calls it too. */
    static final String SEED_DEVICE = "seed0";

    private static final String SEED = "seed";
    private static final int SEED_ID = 200;

    private DriveJson() {}

    /** The name of the root port that holds a virtio disk, or a NIC that was added later. */
    static String port(int slot) {
        return "rp" + slot;
    }

    static ObjectNode blockdev(DriveSpec drive) {
        ObjectNode node =
                object().put("driver", drive.format().wireName())
                        .put("node-name", drive.nodeName())
                        .put("read-only", drive.readOnly())
                        .put("discard", "unmap");
        if (drive.format() == DiskFormat.QCOW2) {
            // Whatever backing file the guest's side wrote into the header is not opened.
            node.set("backing", backing(drive));
        }
        node.set("file", file(drive.file()));
        return node;
    }

    private static JsonNode backing(DriveSpec drive) {
        return drive.image()
                .<JsonNode>map(image -> {
                    ObjectNode node =
                            object().put("driver", DiskFormat.QCOW2.wireName())
                                    .put("read-only", true)
                                    .putNull("backing");
                    node.set("file", file(image));
                    return node;
                })
                .orElseGet(JsonNodeFactory.instance::nullNode);
    }

    private static ObjectNode file(Path file) {
        return object().put("driver", "file").put("filename", file.toString());
    }

    static ObjectNode device(DriveSpec drive) {
        return switch (drive.bus()) {
            case VIRTIO -> virtio(drive);
            case SCSI -> scsi(drive);
        };
    }

    private static ObjectNode virtio(DriveSpec drive) {
        return object().put("driver", "virtio-blk-pci")
                .put("id", drive.deviceId())
                .put("bus", port(slot(drive, DriveSpec.VIRTIO_SLOTS)))
                // Else QEMU puts a second disk behind the first, where no guest looks.
                .put("addr", "0x0")
                .put("drive", drive.nodeName())
                .put("serial", drive.serial())
                .put("werror", ON_WRITE_ERROR);
    }

    private static ObjectNode scsi(DriveSpec drive) {
        return object().put("driver", "scsi-hd")
                .put("id", drive.deviceId())
                .put("bus", SCSI_CONTROLLER + ".0")
                .put("channel", 0)
                .put("scsi-id", slot(drive, DriveSpec.SCSI_SLOTS))
                .put("lun", 0)
                .put("drive", drive.nodeName())
                .put("serial", drive.serial())
                .put("werror", ON_WRITE_ERROR);
    }

    static ObjectNode seedBlockdev(Path file) {
        ObjectNode node =
                object().put("driver", "raw").put("node-name", SEED).put("read-only", true);
        node.putObject("file").put("driver", "file").put("filename", file.toString());
        return node;
    }

    /** Behind all disks, and in no slot of theirs. */
    static ObjectNode seedDevice() {
        return object().put("driver", "scsi-hd")
                .put("id", SEED_DEVICE)
                .put("bus", SCSI_CONTROLLER + ".0")
                .put("channel", 0)
                .put("scsi-id", SEED_ID)
                .put("lun", 0)
                .put("drive", SEED);
    }

    private static int slot(DriveSpec drive, int slots) {
        if (drive.slot() < 0 || drive.slot() >= slots) {
            throw new IllegalArgumentException("no slot " + drive.slot() + " on " + drive.bus());
        }
        return drive.slot();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
