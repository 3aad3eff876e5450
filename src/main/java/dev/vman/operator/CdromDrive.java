package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.Failure;
import dev.vman.qmp.QmpException;
import dev.vman.qmp.QmpSubscription;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The CD-ROM drive of a running machine. A tray that the guest has locked (it has the medium
 * mounted) opens when the guest lets go, or by force; {@code blockdev-open-tray} answers at once
 * either way, so that what came of it is read back.
 */
final class CdromDrive {
    private static final Logger LOG = Logger.getLogger(CdromDrive.class);
    private static final String TRAY_MOVED = "DEVICE_TRAY_MOVED";
    private static final Duration COMMAND = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    // A guest that unlocks the tray says nothing of it: it is asked again to open.
    private static final Duration REPEAT = Duration.ofMillis(500);

    private final QmpLink link;
    private final ReentrantLock lock = new ReentrantLock();

    CdromDrive(QmpLink link) {
        this.link = link;
    }

    /** Empty where the machine has no drive. */
    Optional<CdromSight> look() {
        return BlockDevices.cdrom(link.execute("query-block", ANSWER));
    }

    /** As {@link LiveDevices#load}. */
    void load(@Nullable CdromMedium medium, boolean force, Duration deadline) {
        Deadline end = Deadline.in(deadline);
        lock.lock();
        try {
            removeUnusedNodes();
            Optional<CdromSight> drive = look();
            if (drive.isEmpty()) {
                plug(medium);
            } else if (!drive.get().offers(medium)) {
                change(medium, drive.get(), force, end);
            }
            requireHolds(medium);
        } finally {
            lock.unlock();
        }
    }

    private void change(
            @Nullable CdromMedium medium, CdromSight present, boolean force, Deadline end) {
        try {
            if (!present.holds(medium)) {
                exchange(medium, force, end);
            }
            link.execute("blockdev-close-tray", drive(), COMMAND);
        } finally {
            removeUnusedNodes();
        }
    }

    private void exchange(@Nullable CdromMedium medium, boolean force, Deadline end) {
        if (medium != null) {
            // Before anything is taken out: a file that can't be opened changes nothing.
            link.execute("blockdev-add", CdromJson.blockdev(medium), COMMAND);
        }
        whileOpen("blockdev-remove-medium", drive(), force, end);
        if (medium != null) {
            ObjectNode insertion = drive().put("node-name", medium.nodeName());
            whileOpen("blockdev-insert-medium", insertion, force, end);
        }
    }

    /** A guest may close the tray between its being opened and the command. */
    private void whileOpen(String command, ObjectNode arguments, boolean force, Deadline end) {
        while (true) {
            openTray(force, end);
            try {
                link.execute(command, arguments, COMMAND);
                return;
            } catch (Failure.HostFailure e) {
                if (end.passed() || isOpen()) {
                    throw e;
                }
            }
        }
    }

    private void openTray(boolean force, Deadline end) {
        ObjectNode opening = drive().put("force", force);
        try (QmpSubscription moved = link.subscribe(Set.of(TRAY_MOVED), COMMAND)) {
            link.execute("blockdev-open-tray", opening, COMMAND);
            while (!isOpen()) {
                if (end.passed()) {
                    throw notReleased();
                }
                await(moved, end.leftUpTo(REPEAT));
                link.execute("blockdev-open-tray", opening, COMMAND);
            }
        }
    }

    private static void await(QmpSubscription moved, Duration wait) {
        try {
            var _ = moved.poll(wait);
        } catch (QmpException e) {
            throw Unreachable.because("QEMU was lost while a tray opened: " + e.getMessage());
        }
    }

    private boolean isOpen() {
        return look().filter(CdromSight::trayOpen).isPresent();
    }

    private static Failure notReleased() {
        return Failure.Unavailable.timedOut(
                "guest-did-not-release",
                "The guest keeps the tray of the CD-ROM drive locked, and did not open it in time.",
                "Unmount the CD-ROM in the guest and repeat the request, or repeat it with 'force'.");
    }

    private void plug(@Nullable CdromMedium medium) {
        if (medium != null) {
            link.execute("blockdev-add", CdromJson.blockdev(medium), COMMAND);
        }
        try {
            link.execute("device_add", CdromJson.device(medium), COMMAND);
        } catch (Failure e) {
            removeUnusedNodes();
            throw e;
        }
    }

    private void requireHolds(@Nullable CdromMedium medium) {
        Optional<CdromSight> drive = look();
        if (drive.filter(sight -> sight.holds(medium)).isEmpty()) {
            throw new Failure.HostFailure(
                    "cdrom-not-as-wanted",
                    "QEMU was told, but says otherwise of its CD-ROM drive: " + drive,
                    "Look at the drive, and repeat the request.",
                    null);
        }
    }

    /** As {@link LiveDevices#unplugCdrom}. */
    void unplug(Duration deadline) {
        Deadline end = Deadline.in(deadline);
        lock.lock();
        try {
            while (look().isPresent()) {
                ask(end);
            }
            removeUnusedNodes();
        } finally {
            lock.unlock();
        }
    }

    private void ask(Deadline end) {
        try (QmpSubscription deleted =
                link.subscribe(Set.of(MachineEvents.DEVICE_DELETED), COMMAND)) {
            request(end);
            await(deleted, end.leftUpTo(REPEAT));
        }
        if (end.passed() && look().isPresent()) {
            throw notReleased();
        }
    }

    /** One that is going already, or gone, is refused. */
    private void request(Deadline end) {
        try {
            link.execute("device_del", drive(), COMMAND);
        } catch (Failure.HostFailure e) {
            if (end.passed()) {
                throw e;
            }
        }
    }

    /** What was taken out, or not put in. What can't be removed now is when this is asked next. */
    private void removeUnusedNodes() {
        try {
            ObjectNode flat = JsonNodeFactory.instance.objectNode().put("flat", true);
            JsonNode nodes = link.execute("query-named-block-nodes", flat, COMMAND);
            JsonNode blocks = link.execute("query-block", COMMAND);
            for (String node : BlockDevices.unusedMedia(nodes, blocks)) {
                ObjectNode name = JsonNodeFactory.instance.objectNode().put("node-name", node);
                link.execute("blockdev-del", name, COMMAND);
            }
        } catch (Failure e) {
            LOG.debugf("removing what was in a drive: %s", e.detail());
        }
    }

    private static ObjectNode drive() {
        return JsonNodeFactory.instance.objectNode().put("id", CdromSight.DEVICE);
    }
}
