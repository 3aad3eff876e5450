package dev.vman.operator;

import java.util.Optional;

/**
 * Where a machine has a NIC. Chosen when the NIC is added, and kept: a guest knows its card by it.
 *
 * @param slot its number among the machine's NICs (0 to {@link #SLOTS} - 1), of which its names in
 *     QEMU are made
 * @param port the PCIe root port (0 to {@link DriveSpec#VIRTIO_SLOTS} - 1), which it may leave
 *     while the machine runs; empty: the root bus, which it may not
 */
public record NicPlace(int slot, Optional<Integer> port) {
    public static final int SLOTS = PciLayout.MOST_NICS;

    public NicPlace {
        if (slot < 0 || slot >= SLOTS) {
            throw new IllegalArgumentException("a machine has " + SLOTS + " NICs at most");
        }
        if (port.filter(number -> number < 0 || number >= DriveSpec.VIRTIO_SLOTS).isPresent()) {
            throw new IllegalArgumentException("no root port " + port.get());
        }
    }

    /** On the root bus. */
    public static NicPlace fixed(int slot) {
        return new NicPlace(slot, Optional.empty());
    }

    /** The device's id in QEMU: {@code nic<slot>}. */
    public String deviceId() {
        return "nic" + slot;
    }

    /** The id in QEMU of its end on the host's side: {@code net<slot>}. */
    public String netdevId() {
        return DeviceJson.netdevId(slot);
    }
}
