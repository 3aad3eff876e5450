package dev.vman.operator;

import dev.vman.host.ExitStatus;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.ByteSize;
import dev.vman.operator.MachineSpec.NicSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A machine that only says what a real one would: its state moves, its disks come and go. */
final class DryRunMachine implements LiveMachine, LiveDevices {
    private static final String PRELAUNCH = "prelaunch";
    private static final String RUNNING = "running";
    private static final String PAUSED = "paused";

    private final ProcessIdentity process;
    private final Runnable look;
    private final Map<UUID, PluggedDrive> drives = new ConcurrentHashMap<>();
    private final Map<String, PluggedNic> nics = new ConcurrentHashMap<>();
    private final Map<Integer, Set<HostForward>> forwards = new ConcurrentHashMap<>();
    private volatile String runState = PRELAUNCH;
    private volatile @Nullable CdromSight cdrom;
    private volatile @Nullable Death death;

    DryRunMachine(ProcessIdentity process, Runnable look) {
        this.process = process;
        this.look = look;
    }

    /** One that was launched so. */
    DryRunMachine(ProcessIdentity process, MachineSpec machine, Runnable look) {
        this(process, look);
        machine.drives().forEach(drive -> put(drive, 0));
        machine.nics().forEach(this::put);
        machine.cdrom().ifPresent(drive -> hold(drive.medium().orElse(null)));
    }

    @Override
    public ProcessIdentity process() {
        return process;
    }

    @Override
    public LiveDevices devices() {
        return this;
    }

    @Override
    public MachineStatus status(Duration deadline) {
        Death known = death;
        return known == null
                ? new MachineStatus.Answered(runState)
                : new MachineStatus.Gone(known.status());
    }

    @Override
    public void awaitReady(Duration deadline) {
        checkAlive();
    }

    @Override
    public void resume() {
        move(RUNNING);
    }

    @Override
    public void pause() {
        move(PAUSED);
    }

    @Override
    public void reset() {
        checkAlive();
    }

    private void move(String next) {
        checkAlive();
        runState = next;
        Thread.startVirtualThread(look);
    }

    private void checkAlive() {
        if (death != null) {
            throw Unreachable.because("the machine is gone");
        }
    }

    @Override
    public StopOutcome stop(StopRequest request, BooleanSupplier cancelled) {
        if (death != null) {
            return StopOutcome.ALREADY_GONE;
        }
        boolean guest = !request.force();
        String reason = guest ? "guest-shutdown" : "host-qmp-quit";
        death = new Death(new ExitStatus.Exited(0), guest, Optional.of(reason), "");
        Thread.startVirtualThread(look);
        return guest ? StopOutcome.GUEST_POWERED_OFF : StopOutcome.QUIT;
    }

    @Override
    public List<PluggedDrive> drives() {
        return List.copyOf(drives.values());
    }

    @Override
    public List<BlockDevice> blockDevices() {
        Stream<BlockDevice> disks =
                drives.values().stream().map(drive -> new BlockDevice(drive.deviceId(), ""));
        Stream<BlockDevice> cdroms =
                cdrom().stream().map(drive -> new BlockDevice(CdromSight.DEVICE, drive.file()));
        return Stream.concat(disks, cdroms).toList();
    }

    @Override
    public Optional<CdromSight> cdrom() {
        return Optional.ofNullable(cdrom);
    }

    @Override
    public void load(@Nullable CdromMedium medium, boolean force, Duration deadline) {
        checkAlive();
        hold(medium);
    }

    private void hold(@Nullable CdromMedium medium) {
        String file = medium == null ? "" : medium.file().toString();
        cdrom = new CdromSight(file, false, false);
    }

    @Override
    public void unplugCdrom(Duration deadline) {
        checkAlive();
        cdrom = null;
    }

    @Override
    public List<Stall> stalls() {
        return List.of();
    }

    @Override
    public void plug(DriveSpec drive) {
        checkAlive();
        put(drive, 0);
    }

    @Override
    public void unplug(UUID disk, Duration deadline) {
        checkAlive();
        drives.remove(disk);
    }

    @Override
    public void resize(DriveSpec drive, ByteSize size) {
        checkAlive();
        put(drive, size.bytes());
    }

    private void put(DriveSpec drive, long bytes) {
        drives.put(drive.disk(), new PluggedDrive(drive.deviceId(), drive.nodeName(), bytes));
    }

    @Override
    public List<PluggedNic> nics() {
        return List.copyOf(nics.values());
    }

    @Override
    public void plugNic(NicSpec nic) {
        checkAlive();
        put(nic);
    }

    @Override
    public void unplugNic(NicPlace place, Duration deadline) {
        checkAlive();
        nics.remove(place.deviceId());
    }

    private void put(NicSpec nic) {
        nics.put(nic.place().deviceId(), PluggedNic.of(nic));
    }

    @Override
    public List<HostForward> forwards(int nic) {
        return List.copyOf(forwards.getOrDefault(nic, Set.of()));
    }

    @Override
    public void addForward(int nic, HostForward forward) {
        checkAlive();
        boolean _ = forwards.computeIfAbsent(nic, _ -> new CopyOnWriteArraySet<>()).add(forward);
    }

    @Override
    public void removeForward(int nic, HostForward forward) {
        checkAlive();
        boolean _ = forwards.getOrDefault(nic, new HashSet<>()).remove(forward);
    }

    @Override
    public Optional<Death> death() {
        return Optional.ofNullable(death);
    }
}
