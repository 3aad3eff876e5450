package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a disk is presented to its guest. */
public enum DiskBus {
    /** virtio-blk-pci, one hot-plug port each. */
    VIRTIO,
    /** scsi-hd on the VM's virtio-scsi controller. */
    SCSI;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
