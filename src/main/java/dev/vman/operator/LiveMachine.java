package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.agent.GuestAgent;
import dev.vman.host.ExitStatus;
import dev.vman.host.NamespaceName;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.ByteSize;
import dev.vman.operator.MachineSpec.NicSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One QEMU process that we hold. Every call has a deadline and throws {@link
 * dev.vman.Failure.Unavailable} ({@code vm-unreachable}) when QEMU does not answer in it; none
 * disturbs another machine.
 */
public interface LiveMachine {
    ProcessIdentity process();

    /**
     * What it is now, asked afresh within the deadline. Never throws: a machine that can't be asked
     * is {@link MachineStatus.Silent}.
     */
    MachineStatus status(Duration deadline);

    /**
     * Waits until QMP answers.
     *
     * @throws dev.vman.Failure.Invalid {@code start-failed} with QEMU's exit code and own words,
     *     when it died first
     * @throws dev.vman.Failure.Unavailable when it did neither in time
     */
    void awaitReady(Duration deadline);

    /** QMP {@code cont}: lets the guest's CPUs run. */
    void resume();

    /** QMP {@code stop}: halts the guest's CPUs. */
    void pause();

    /** QMP {@code system_reset}. */
    void reset();

    /**
     * The stop ladder: (ACPI power-down, unless forced; a paused guest is resumed for it) -> QMP
     * quit -> SIGTERM -> SIGKILL, a deadline each. Returns when the process is proven gone; throws
     * {@code Unavailable} when even SIGKILL did not end it in time, or the wait was cancelled.
     *
     * @param cancelled polled while waiting for the guest; true ends the wait
     */
    StopOutcome stop(StopRequest request, BooleanSupplier cancelled);

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
     * Whether its network is that of the namespace, so that it can open taps there; empty: that of
     * the daemon.
     */
    default boolean isIn(Optional<NamespaceName> namespace) {
        return true;
    }

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
     * Whether nobody is connected to the serial line's socket, which takes one at a time: a second
     * one would be heard only when the first has gone.
     */
    default boolean serialLineFree() {
        return true;
    }

    /**
     * The screen as it is now, a PNG.
     *
     * @throws dev.vman.Failure.Conflict {@code no-display}
     */
    default byte[] screenshot() {
        throw noDisplay();
    }

    /** It was started before VMs had a screen, or is none that has one. */
    static Failure.Conflict noDisplay() {
        return new Failure.Conflict(
                "no-display",
                "The VM has no screen.",
                "A microvm has none; one that was started by an older VMAN has one after its next start.");
    }

    /** Its guest, as far as an agent in it answers; empty where there is no guest at all. */
    default Optional<GuestAgent> guest() {
        return Optional.empty();
    }

    /** Whether an agent in the guest has opened its port; it may not answer all the same. */
    default boolean agentListens() {
        return false;
    }

    /**
     * Whether a TCP connection to this forwarded port waits for the guest's answer. That one could
     * connect says nothing: QEMU accepts before it has asked its guest.
     */
    default boolean waitsForGuest(int hostPort) {
        return false;
    }

    /** How the process ended, as far as it is known; empty while it lives. */
    Optional<Death> death();

    /**
     * A death.
     *
     * @param guestAsked a SHUTDOWN event of the guest's own came before it
     * @param shutdownReason QMP's reason of the last SHUTDOWN event, such as {@code
     *     guest-shutdown}, {@code host-signal}
     * @param lastLine the last line of QEMU's output; may be empty
     * @param at when it was noticed; empty where nobody watched
     */
    record Death(
            ExitStatus status,
            boolean guestAsked,
            Optional<String> shutdownReason,
            String lastLine,
            Optional<Instant> at) {
        public Death(
                ExitStatus status,
                boolean guestAsked,
                Optional<String> shutdownReason,
                String lastLine) {
            this(status, guestAsked, shutdownReason, lastLine, Optional.empty());
        }

        Death noticed(Instant when) {
            return new Death(status, guestAsked, shutdownReason, lastLine, Optional.of(when));
        }
    }

    /** How to stop. */
    record StopRequest(boolean force, Duration guestTimeout) {}

    /** Which rung of the ladder ended it. */
    enum StopOutcome {
        ALREADY_GONE,
        GUEST_POWERED_OFF,
        QUIT,
        TERMINATED,
        KILLED
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
