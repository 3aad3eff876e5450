package dev.vman.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.operator.MachineSpec.NicSpec;

/** The devices of a machine besides its disks, each with a stable id and address. */
final class DeviceJson {
    private DeviceJson() {}

    static ObjectNode serial(String chardev) {
        return object().put("driver", "isa-serial").put("id", "com1").put("chardev", chardev);
    }

    /**
     * A port that takes one virtio disk, now or later: {@code pcie.0} itself refuses hot-plug. Each
     * needs a chassis and slot number of its own, or the guest takes two ports for one.
     */
    static ObjectNode rootPort(int slot) {
        ObjectNode port =
                onRootBus("pcie-root-port", DriveJson.port(slot), PciLayout.port(slot))
                        .put("chassis", slot + 1)
                        .put("slot", slot + 1);
        return PciLayout.firstFunction(slot) ? port.put("multifunction", true) : port;
    }

    static ObjectNode scsiController() {
        return onRootBus("virtio-scsi-pci", DriveJson.SCSI_CONTROLLER, PciLayout.SCSI_CONTROLLER);
    }

    static ObjectNode randomSource() {
        return object().put("qom-type", "rng-builtin").put("id", "random0");
    }

    static ObjectNode random() {
        return onRootBus("virtio-rng-pci", "rng0", PciLayout.RANDOM).put("rng", "random0");
    }

    static ObjectNode netdev(int index) {
        return object().put("type", "user").put("id", "net" + index);
    }

    /** Without an option ROM: nothing boots from the network, and reading it costs start time. */
    static ObjectNode nic(int index, NicSpec nic) {
        return onRootBus("virtio-net-pci", "nic" + index, PciLayout.nic(index))
                .put("netdev", "net" + index)
                .put("mac", nic.mac().value())
                .put("romfile", "");
    }

    private static ObjectNode onRootBus(String driver, String id, String address) {
        return object().put("driver", driver)
                .put("id", id)
                .put("bus", PciLayout.ROOT_BUS)
                .put("addr", address);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
