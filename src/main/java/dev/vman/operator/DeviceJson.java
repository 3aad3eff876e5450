package dev.vman.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.operator.MachineSpec.NicSpec;
import java.util.List;

/** The devices of a machine besides its disks, each with a stable id and address. */
final class DeviceJson {
    private DeviceJson() {}

    static ObjectNode serial(String chardev) {
        return object().put("driver", "isa-serial").put("id", "com1").put("chardev", chardev);
    }

    /** With its option ROM: without it neither the firmware nor a boot loader has a screen. */
    static ObjectNode display() {
        return onRootBus("VGA", "video0", PciLayout.DISPLAY);
    }

    /**
     * A port that takes one virtio disk or NIC, now or later: {@code pcie.0} itself refuses
     * hot-plug. Each needs a chassis and slot number of its own, or the guest takes two ports for
     * one.
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

    /** The bus of {@link #channel}s. A guest prepares all of its ports, so there are few. */
    static ObjectNode channels() {
        return onRootBus("virtio-serial-pci", "channels", PciLayout.CHANNELS).put("max_ports", 4);
    }

    /** A port that the guest finds by its name. Number 0 is a console's, and not used. */
    static ObjectNode channel(String chardev, String name, int number) {
        return object().put("driver", "virtserialport")
                .put("id", portOf(chardev))
                .put("bus", "channels.0")
                .put("nr", number)
                .put("chardev", chardev)
                .put("name", name);
    }

    /** The id of the device whose other end this is. */
    static String portOf(String chardev) {
        return chardev + "-port";
    }

    /** The same object serves {@code -netdev} and {@code netdev_add}. */
    static ObjectNode netdev(NicSpec nic) {
        String id = nic.place().netdevId();
        return switch (nic) {
            case NicSpec.User(_, _, List<HostForward> forwards) -> user(id, forwards);
            case NicSpec.Tap(_, _, String ifname) -> tap(id, ifname);
        };
    }

    private static ObjectNode user(String id, List<HostForward> forwards) {
        ObjectNode user = object().put("type", "user").put("id", id);
        if (!forwards.isEmpty()) {
            ArrayNode rules = user.putArray("hostfwd");
            forwards.forEach(forward -> rules.addObject().put("str", forward.rule()));
        }
        return user;
    }

    /** QEMU runs no script of its own: the link is made, filtered and up before. */
    private static ObjectNode tap(String id, String ifname) {
        return object().put("type", "tap")
                .put("id", id)
                .put("ifname", ifname)
                .put("script", "no")
                .put("downscript", "no");
    }

    static String netdevId(int slot) {
        return "net" + slot;
    }

    /** Without an option ROM: nothing boots from the network, and reading it costs start time. */
    static ObjectNode nic(NicSpec nic) {
        return on(nic.place())
                .put("netdev", nic.place().netdevId())
                .put("mac", nic.mac().value())
                .put("romfile", "");
    }

    /** A port's one device has the address 0 there, or no guest looks for it. */
    private static ObjectNode on(NicPlace place) {
        String driver = "virtio-net-pci";
        return place.port()
                .map(port ->
                        object().put("driver", driver)
                                .put("id", place.deviceId())
                                .put("bus", DriveJson.port(port))
                                .put("addr", "0x0"))
                .orElseGet(() -> onRootBus(driver, place.deviceId(), PciLayout.nic(place.slot())));
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
