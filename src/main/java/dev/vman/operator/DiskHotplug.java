package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.Failure;
import dev.vman.inventory.ByteSize;
import dev.vman.operator.LiveDevices.BlockDevice;
import dev.vman.operator.LiveDevices.PluggedDrive;
import dev.vman.operator.LiveDevices.Stall;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Disks of a running machine. A block node may be removed only when the guest has let go of the
 * device on it ({@link DeviceRemoval}); a guest that lets go late is tidied up after by {@link
 * #tidy()}.
 */
final class DiskHotplug {
    private static final Logger LOG = Logger.getLogger(DiskHotplug.class);
    private static final Duration COMMAND = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration ROLLBACK = Duration.ofSeconds(1);
    private static final Duration NODE_RELEASE = Duration.ofSeconds(2);
    private static final Duration NODE_RETRY = Duration.ofMillis(5);

    private static final String REMEDY =
            "Let the guest finish booting, or unmount the disk in it; the disk is detached as soon"
                    + " as the guest lets go. Stopping the VM releases it for certain, and so does"
                    + " force, which resets the guest.";

    private final QmpLink link;
    private final DeviceRemoval removal;
    private final ReentrantLock lock = new ReentrantLock();

    DiskHotplug(QmpLink link) {
        this.link = link;
        removal = new DeviceRemoval(link, this::isPlugged, REMEDY);
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
            if (isPlugged(drive.deviceId(), COMMAND)) {
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
            rollBack("device_del", DeviceRemoval.device(drive.deviceId()));
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
        lock.lock();
        try {
            removal.remove(DriveSpec.deviceId(disk), Deadline.in(deadline));
            removeNode(DriveSpec.nodeName(disk));
        } finally {
            lock.unlock();
        }
    }

    /** At a deadline one more answer is allowed for: it decides between gone and not released. */
    private boolean isPlugged(String device, Duration patience) {
        return BlockDevices.drives(link.execute("query-block", patience.plus(ROLLBACK))).stream()
                .anyMatch(drive -> drive.deviceId().equals(device));
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
}
