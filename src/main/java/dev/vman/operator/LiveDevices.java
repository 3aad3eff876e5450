package dev.vman.operator;

import dev.vman.inventory.ByteSize;
import dev.vman.operator.MachineSpec.NicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is plugged into one QEMU process: disks, its CD-ROM drive, NICs, forwarded ports. Deadlines
 * and failures are as for {@link LiveMachine}.
 */
public interface LiveDevices {
    /** The disks that QEMU has now, by device id ({@code query-block} by qdev). */
    List<PluggedDrive> drives();

    /** Every block device that QEMU has now, ours or not. */
    List<BlockDevice> blockDevices();

    /** The disks whose last write failed, so that the guest was halted for it. */
    List<Stall> stalls();

    /**
     * Where it has this disk, by the id that VMAN gives to the device; empty where it has none by
     * that id, or has it where VMAN would never put one. A dry run has no places.
     */
    default Optional<DiskPlace> placeOf(UUID disk) {
        return Optional.empty();
    }

    /**
     * Hot-plugs a disk: {@code blockdev-add}, {@code device_add}. Does nothing when QEMU has it
     * already. When QEMU refuses, nothing of it stays; when QEMU falls silent half way, {@link
     * #drives()} tells later.
     */
    void plug(DriveSpec drive);

    /**
     * Hot-unplugs a disk, and returns when QEMU said DEVICE_DELETED and the block node is gone.
     *
     * @throws dev.vman.Failure.Unavailable {@code guest-did-not-release}, timed out; the request
     *     stays pending in the guest
     */
    void unplug(UUID disk, Duration deadline);

    /** Its CD-ROM drive as it is now; empty where it has none. */
    Optional<CdromSight> cdrom();

    /**
     * Has exactly this in its CD-ROM drive, with the tray closed; null: nothing. A machine without
     * a drive gets one. When QEMU can't open the file, nothing is changed; after any other failure
     * {@link #cdrom()} tells what came of it.
     *
     * @param force opens a tray that the guest keeps locked
     * @throws dev.vman.Failure.Unavailable {@code guest-did-not-release}, timed out: the tray is
     *     locked, and what lies in it stays
     */
    void load(@Nullable CdromMedium medium, boolean force, Duration deadline);

    /** Takes the CD-ROM drive from it; idempotent. */
    void unplugCdrom(Duration deadline);

    /** QMP {@code block_resize}; idempotent. */
    void resize(DriveSpec drive, ByteSize size);

    /** The NICs that QEMU has now, ours or not. */
    List<PluggedNic> nics();

    /**
     * Hot-plugs a NIC, whose tap is there: {@code netdev_add}, {@code device_add}. Does nothing
     * when QEMU has it already. When QEMU refuses, nothing of it stays; when QEMU falls silent half
     * way, {@link #nics()} tells later.
     */
    void plugNic(NicSpec nic);

    /**
     * Hot-unplugs a NIC, and returns when QEMU said DEVICE_DELETED and its end on the host's side
     * is gone; also where QEMU never had it.
     *
     * @throws dev.vman.Failure.Unavailable {@code guest-did-not-release}, timed out; the request
     *     stays pending in the guest
     */
    void unplugNic(NicPlace place, Duration deadline);

    /**
     * The ports that QEMU forwards now.
     *
     * @param nic which of the machine's NICs, from 0; one in user mode
     */
    List<HostForward> forwards(int nic);

    /**
     * Forwards a port from now on. Does nothing when QEMU forwards it so already.
     *
     * @throws dev.vman.Failure.Conflict {@code port-taken}, somebody listens there already
     */
    void addForward(int nic, HostForward forward);

    /** Forwards it no more; connections that are open go on. Idempotent. */
    void removeForward(int nic, HostForward forward);

    /**
     * Whether a TCP connection to this forwarded port waits for the guest's answer. That one could
     * connect says nothing: QEMU accepts before it has asked its guest.
     */
    default boolean waitsForGuest(int hostPort) {
        return false;
    }

    /** A disk that QEMU has: qdev id, node name, and the virtual size in bytes. */
    record PluggedDrive(String deviceId, String nodeName, long sizeBytes) {}

    /**
     * A NIC that QEMU has.
     *
     * @param deviceId the id it was plugged with, or QEMU's name of it
     * @param netdevId of its end on the host's side; empty where it has none
     * @param tap the tap that its end has opened; empty where it is none
     */
    record PluggedNic(String deviceId, String netdevId, String tap) {
        static PluggedNic of(NicSpec nic) {
            String tap = nic instanceof NicSpec.Tap on ? on.ifname() : "";
            return new PluggedNic(nic.place().deviceId(), nic.place().netdevId(), tap);
        }
    }

    /**
     * A disk that could not be written.
     *
     * @param device the id it was plugged with, or QEMU's path of it
     * @param noSpace there was no room for it; else another I/O error
     */
    record Stall(String device, boolean noSpace) {}

    /**
     * A block device of any origin.
     *
     * @param device the id it was plugged with, or QEMU's path of it
     * @param file the image it shows, as QEMU names it; empty when it shows none
     */
    record BlockDevice(String device, String file) {}
}
