package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.Failure;
import dev.vman.inventory.ByteSize;
import dev.vman.operator.LiveMachine.BlockDevice;
import dev.vman.operator.LiveMachine.PluggedDrive;
import dev.vman.operator.LiveMachine.Stall;
import dev.vman.qmp.QmpCommandFailed;
import dev.vman.qmp.QmpException;
import dev.vman.qmp.QmpSubscription;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Disks of a running machine. QEMU answers {@code device_del} before anything happened: the guest
 * has to let go, and only then may the block node be removed; a guest that lets go late is tidied
 * up after by {@link #tidy()}.
 */
final class DiskHotplug {
    private static final Logger LOG = Logger.getLogger(DiskHotplug.class);
    private static final Duration COMMAND = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration ROLLBACK = Duration.ofSeconds(1);
    // An event may be lost with a connection: the truth is read again now and then.
    private static final Duration REREAD = Duration.ofMillis(500);
    private static final Duration NODE_RELEASE = Duration.ofSeconds(2);
    private static final Duration NODE_RETRY = Duration.ofMillis(5);

    private final QmpLink link;
    private final ReentrantLock lock = new ReentrantLock();

    DiskHotplug(QmpLink link) {
        this.link = link;
    }

    List<PluggedDrive> drives() {
        return BlockDevices.drives(link.execute("query-block", COMMAND));
    }

    List<BlockDevice> blockDevices() {
        return BlockDevices.all(link.execute("query-block", COMMAND));
    }

    List<Stall> stalls() {
        return BlockDevices.stalls(link.execute("query-block", ANSWER));
    }

    void plug(DriveSpec drive) {
        lock.lock();
        try {
            if (addNode(drive)) {
                addDevice(drive);
            }
        } finally {
            lock.unlock();
        }
    }

    /** False when the drive is plugged in already. */
    private boolean addNode(DriveSpec drive) {
        try {
            link.execute("blockdev-add", DriveJson.blockdev(drive), COMMAND);
        } catch (Failure.HostFailure refused) {
            if (isPlugged(drive.deviceId(), Deadline.in(COMMAND))) {
                return false;
            }
            // Perhaps a node was left by an unplug whose end nobody saw.
            if (removeUnusedNodes() == 0) {
                throw refused;
            }
            link.execute("blockdev-add", DriveJson.blockdev(drive), COMMAND);
        } catch (Failure.Unavailable unanswered) {
            rollBack("blockdev-del", node(drive.nodeName()));
            throw unanswered;
        }
        return true;
    }

    private void addDevice(DriveSpec drive) {
        try {
            link.execute("device_add", DriveJson.device(drive), COMMAND);
        } catch (Failure.HostFailure refused) {
            rollBack("blockdev-del", node(drive.nodeName()));
            throw refused;
        } catch (Failure.Unavailable unanswered) {
            rollBack("device_del", device(drive.deviceId()));
            rollBack("blockdev-del", node(drive.nodeName()));
            throw unanswered;
        }
    }

    private void rollBack(String command, ObjectNode arguments) {
        try {
            link.execute(command, arguments, ROLLBACK);
        } catch (Failure e) {
            LOG.debugf("rolling back: %s", e.detail());
        }
    }

    void unplug(UUID disk, Duration deadline) {
        Deadline end = Deadline.in(deadline);
        String device = DriveSpec.deviceId(disk);
        lock.lock();
        try (QmpSubscription deleted =
                link.subscribe(Set.of(MachineEvents.DEVICE_DELETED), end.left())) {
            if (request(device, end)) {
                awaitDeleted(device, deleted, end);
            }
            removeNode(DriveSpec.nodeName(disk));
        } finally {
            lock.unlock();
        }
    }

    /** Asks for the device's removal; false when there is no such device. */
    private boolean request(String device, Deadline end) {
        try {
            link.execute("device_del", device(device), end.left());
            return true;
        } catch (Failure.HostFailure e) {
            if (isPending(e)) {
                return true;
            }
            if (isGone(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isGone(Failure e) {
        return e.getCause() instanceof QmpCommandFailed refused
                && refused.errorClass().equals("DeviceNotFound");
    }

    private static boolean isPending(Failure e) {
        return e.detail().contains("in the process of unplug");
    }

    private void awaitDeleted(String device, QmpSubscription deleted, Deadline end) {
        while (!sawDeleted(device, deleted, end.leftUpTo(REREAD)) && isPlugged(device, end)) {
            if (end.passed()) {
                throw notReleased(device);
            }
        }
    }

    private boolean sawDeleted(String device, QmpSubscription deleted, Duration wait) {
        try {
            return deleted.await(e -> e.data().path("device").asText().equals(device), wait)
                    .isPresent();
        } catch (QmpException e) {
            throw Unreachable.because("QEMU was lost while it unplugged: " + e.getMessage());
        }
    }

    /** At the deadline one more answer is allowed for: it decides between gone and not released. */
    private boolean isPlugged(String device, Deadline end) {
        Duration patience = end.left().plus(ROLLBACK);
        return BlockDevices.drives(link.execute("query-block", patience)).stream()
                .anyMatch(drive -> drive.deviceId().equals(device));
    }

    private static Failure notReleased(String device) {
        return Failure.Unavailable.timedOut(
                "guest-did-not-release",
                "The guest did not release " + device + " in time; the request stays with it.",
                "Let the guest finish booting, or unmount the disk in it; the disk is detached as"
                        + " soon as the guest lets go. Stopping the VM releases it for certain.");
    }

    /** QEMU may hold the node for some moments after the device is gone. */
    private void removeNode(String node) {
        Deadline end = Deadline.in(NODE_RELEASE);
        while (true) {
            try {
                link.execute("blockdev-del", node(node), COMMAND);
                return;
            } catch (Failure.HostFailure e) {
                if (e.detail().contains("Failed to find node")) {
                    return;
                }
                if (end.passed() || !pause()) {
                    throw e;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(NODE_RETRY);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Removes block nodes of ours that no device uses: what a guest has let go of late, or while
     * nobody listened. Never throws.
     */
    void tidy() {
        lock.lock();
        try {
            int _ = removeUnusedNodes();
        } catch (Failure e) {
            LOG.debugf("tidying block nodes: %s", e.detail());
        } finally {
            lock.unlock();
        }
    }

    private int removeUnusedNodes() {
        ObjectNode flat = JsonNodeFactory.instance.objectNode().put("flat", true);
        JsonNode nodes = link.execute("query-named-block-nodes", flat, COMMAND);
        List<String> unused = BlockDevices.unusedNodes(nodes, drives());
        unused.forEach(this::removeNode);
        return unused.size();
    }

    void resize(DriveSpec drive, ByteSize size) {
        boolean largeEnough =
                drives().stream()
                        .filter(plugged -> plugged.nodeName().equals(drive.nodeName()))
                        .anyMatch(plugged -> plugged.sizeBytes() >= size.bytes());
        if (!largeEnough) {
            ObjectNode arguments = node(drive.nodeName()).put("size", size.bytes());
            link.execute("block_resize", arguments, COMMAND);
        }
    }

    private static ObjectNode node(String name) {
        return JsonNodeFactory.instance.objectNode().put("node-name", name);
    }

    private static ObjectNode device(String id) {
        return JsonNodeFactory.instance.objectNode().put("id", id);
    }
}
