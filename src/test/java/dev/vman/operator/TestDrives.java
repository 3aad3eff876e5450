package dev.vman.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.inventory.DiskBus;

/** Just enough of a disk for QEMU. */
final class TestDrives implements DriveObjects {
    @Override
    public ObjectNode blockdev(DriveSpec drive) {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("driver", drive.format().wireName())
                        .put("node-name", drive.nodeName());
        node.putObject("file").put("driver", "file").put("filename", drive.file().toString());
        return node;
    }

    @Override
    public ObjectNode device(DriveSpec drive) {
        ObjectNode device =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", drive.deviceId())
                        .put("drive", drive.nodeName());
        return drive.bus() == DiskBus.VIRTIO
                ? device.put("driver", "virtio-blk-pci")
                        .put("bus", "rp" + drive.slot())
                        .put("addr", "0x0")
                : device.put("driver", "scsi-hd")
                        .put("bus", "scsi0.0")
                        .put("scsi-id", drive.slot());
    }
}
