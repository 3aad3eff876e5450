package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.inventory.ByteSize;
import dev.vman.operator.MachineSpec.NicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The devices of a QEMU process; a disk's file belongs to QEMU's user while it is plugged. */
final class QemuDevices implements LiveDevices {
    private final QmpLink link;
    private final DiskOwnership ownership;
    private final Supplier<Optional<Integer>> uid;
    private final DiskHotplug hotplug;
    private final CdromDrive cdrom;
    private final NicHotplug nics;
    private final UserForwards forwards;

    /** {@code uid}: QEMU's user; empty when the process is gone. */
    QemuDevices(QmpLink link, DiskOwnership ownership, Supplier<Optional<Integer>> uid) {
        this.link = link;
        this.ownership = ownership;
        this.uid = uid;
        this.hotplug = new DiskHotplug(link);
        this.cdrom = new CdromDrive(link);
        this.nics = new NicHotplug(link);
        this.forwards = new UserForwards(link);
    }

    @Override
    public List<PluggedDrive> drives() {
        return hotplug.drives();
    }

    @Override
    public List<BlockDevice> blockDevices() {
        return hotplug.blockDevices();
    }

    @Override
    public Optional<DiskPlace> placeOf(UUID disk) {
        return new PlaceReading(link).of(disk);
    }

    @Override
    public List<Stall> stalls() {
        return hotplug.stalls();
    }

    @Override
    public void plug(DriveSpec drive) {
        uid.get().ifPresent(uid -> ownership.give(drive, uid));
        try {
            hotplug.plug(drive);
        } catch (Failure.HostFailure refused) {
            takeBack(drive.disk());
            throw refused;
        }
    }

    @Override
    public void unplug(UUID disk, Duration deadline) {
        hotplug.unplug(disk, deadline);
        takeBack(disk);
    }

    private void takeBack(UUID disk) {
        uid.get().ifPresent(uid -> ownership.takeBack(disk, uid));
    }

    @Override
    public Optional<CdromSight> cdrom() {
        return cdrom.look();
    }

    @Override
    public void load(@Nullable CdromMedium medium, boolean force, Duration deadline) {
        cdrom.load(medium, force, deadline);
    }

    @Override
    public void unplugCdrom(Duration deadline) {
        cdrom.unplug(deadline);
    }

    @Override
    public void resize(DriveSpec drive, ByteSize size) {
        hotplug.resize(drive, size);
    }

    @Override
    public List<PluggedNic> nics() {
        return nics.nics();
    }

    @Override
    public void plugNic(NicSpec nic) {
        nics.plug(nic);
    }

    @Override
    public void unplugNic(NicPlace place, Duration deadline) {
        nics.unplug(place, deadline);
    }

    @Override
    public List<HostForward> forwards(int nic) {
        return forwards.of(nic);
    }

    @Override
    public void addForward(int nic, HostForward forward) {
        forwards.add(nic, forward);
    }

    @Override
    public void removeForward(int nic, HostForward forward) {
        forwards.remove(nic, forward);
    }

    @Override
    public boolean waitsForGuest(int hostPort) {
        return forwards.waitsForGuest(hostPort);
    }

    /** Removes what a guest has let go of late. Never throws. */
    void tidy() {
        hotplug.tidy();
        nics.tidy();
    }
}
