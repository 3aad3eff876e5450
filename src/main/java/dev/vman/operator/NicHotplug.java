package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.Failure;
import dev.vman.operator.LiveDevices.PluggedNic;
import dev.vman.operator.MachineSpec.NicSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * NICs of a running machine: a card for the guest, and its other end, which leads to the host. The
 * end may be removed only when the guest has let go of the card: QEMU would take it away from under
 * a guest that has not.
 */
final class NicHotplug {
    private static final Logger LOG = Logger.getLogger(NicHotplug.class);
    private static final Duration COMMAND = Duration.ofSeconds(10);
    private static final Duration ROLLBACK = Duration.ofSeconds(1);
    private static final String PERIPHERAL = "/machine/peripheral/";
    private static final String REMEDY =
            "Let the guest finish booting, or go on; the NIC is removed as soon as the guest lets"
                    + " go. Stopping the VM releases it for certain.";

    private final QmpLink link;
    private final DeviceRemoval removal;
    private final ReentrantLock lock = new ReentrantLock();

    NicHotplug(QmpLink link) {
        this.link = link;
        removal =
                new DeviceRemoval(
                        link,
                        (device, patience) -> listing(patience.plus(ROLLBACK)).has(device),
                        REMEDY);
    }

    List<PluggedNic> nics() {
        return listing(COMMAND).nics();
    }

    private NicListing listing(Duration patience) {
        ObjectNode ask = object().put("command-line", "info network");
        return NicListing.parse(link.execute("human-monitor-command", ask, patience).asText(""));
    }

    void plug(NicSpec nic) {
        lock.lock();
        try {
            NicListing before = listing(COMMAND);
            if (!before.has(nic.place().deviceId())) {
                // Of an unplug whose end nobody saw, or of a plug that died half way.
                before.unused().stream()
                        .filter(nic.place().netdevId()::equals)
                        .forEach(this::removeEnd);
                addEnd(nic);
                addCard(nic);
            }
            requireAsAsked(nic);
        } finally {
            lock.unlock();
        }
    }

    private void addEnd(NicSpec nic) {
        try {
            link.execute("netdev_add", DeviceJson.netdev(nic), COMMAND);
        } catch (Failure.Unavailable unanswered) {
            rollBack("netdev_del", nic.place().netdevId());
            throw unanswered;
        }
    }

    private void addCard(NicSpec nic) {
        try {
            link.execute("device_add", DeviceJson.nic(nic), COMMAND);
        } catch (Failure.HostFailure refused) {
            rollBack("netdev_del", nic.place().netdevId());
            throw refused;
        } catch (Failure.Unavailable unanswered) {
            // Its end stays with it: whether the card is there can't be told.
            rollBack("device_del", nic.place().deviceId());
            throw unanswered;
        }
    }

    private void rollBack(String command, String id) {
        try {
            link.execute(command, DeviceRemoval.device(id), ROLLBACK);
        } catch (Failure e) {
            LOG.debugf("rolling back: %s", e.detail());
        }
    }

    /** What QEMU says that it has is compared with what it was told. */
    private void requireAsAsked(NicSpec nic) {
        NicPlace place = nic.place();
        PluggedNic wanted = PluggedNic.of(nic);
        String mac = get(place, "mac").asText();
        String bus = get(place, "parent_bus").asText();
        boolean there = listing(COMMAND).nics().contains(wanted);
        boolean inPlace = DiskPlace.portOf(bus).equals(place.port());
        if (!there || !inPlace || !mac.equals(nic.mac().value())) {
            throw new Failure.HostFailure(
                    "qemu-disagrees",
                    "QEMU does not have the NIC as it was told: "
                            + wanted
                            + "; MAC "
                            + mac
                            + " on "
                            + bus
                            + "; there: "
                            + nics(),
                    "Look at the VM's NICs, and remove this one.",
                    null);
        }
    }

    private JsonNode get(NicPlace place, String property) {
        return link.execute(
                "qom-get",
                object().put("path", PERIPHERAL + place.deviceId()).put("property", property),
                COMMAND);
    }

    void unplug(NicPlace place, Duration deadline) {
        lock.lock();
        try {
            removal.remove(place.deviceId(), Deadline.in(deadline));
            if (listing(COMMAND).unused().contains(place.netdevId())) {
                removeEnd(place.netdevId());
            }
        } finally {
            lock.unlock();
        }
    }

    private void removeEnd(String netdev) {
        link.execute("netdev_del", DeviceRemoval.device(netdev), COMMAND);
    }

    /**
     * Removes ends of ours that no card has: of a card that a guest has let go of late, or while
     * nobody listened. Never throws.
     */
    void tidy() {
        lock.lock();
        try {
            listing(COMMAND).unused().forEach(this::removeEnd);
        } catch (Failure e) {
            LOG.debugf("tidying ends of NICs: %s", e.detail());
        } finally {
            lock.unlock();
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
