package dev.vman.operator;

import dev.vman.host.ExitStatus;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.ByteSize;
import dev.vman.operator.MachineSpec.NicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A machine that answers what a test says, and can be stopped. */
public final class FakeMachine implements LiveMachine, LiveDevices {
    public final List<PluggedDrive> drives = new CopyOnWriteArrayList<>();
    public final List<PluggedNic> nics = new CopyOnWriteArrayList<>();
    public final List<HostForward> forwards = new CopyOnWriteArrayList<>();
    public final List<Stall> stalls = new CopyOnWriteArrayList<>();
    public volatile MachineStatus status = new MachineStatus.Answered("running");
    public volatile Optional<CdromSight> cdrom = Optional.empty();
    public volatile Runnable whenAsked = () -> {};
    public volatile Runnable whenResumed = () -> {};
    public volatile Runnable whenConfirmed = () -> {};
    public volatile boolean unrecorded;
    private final ProcessIdentity process;
    private volatile Optional<Death> death = Optional.empty();

    public FakeMachine(ProcessIdentity process) {
        this.process = process;
    }

    public void die(Death how) {
        death = Optional.of(how);
        status = new MachineStatus.Gone(how.status());
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
        whenAsked.run();
        return status;
    }

    @Override
    public List<PluggedDrive> drives() {
        whenAsked.run();
        return List.copyOf(drives);
    }

    @Override
    public List<BlockDevice> blockDevices() {
        return drives().stream().map(drive -> new BlockDevice(drive.deviceId(), "")).toList();
    }

    @Override
    public List<Stall> stalls() {
        whenAsked.run();
        return List.copyOf(stalls);
    }

    @Override
    public Optional<Death> death() {
        return death;
    }

    @Override
    public void awaitReady(Duration deadline) {
        death.ifPresent(known -> {
            throw LaunchFailure.of(known.status(), known.lastLine());
        });
    }

    @Override
    public void resume() {
        whenResumed.run();
        if (death.isPresent()) {
            throw Unreachable.because("it has gone");
        }
    }

    @Override
    public void unrecorded() {
        unrecorded = true;
    }

    @Override
    public Runnable beginResume() {
        resume();
        return () -> {
            whenConfirmed.run();
            if (death.isPresent()) {
                throw Unreachable.because("it has gone");
            }
        };
    }

    @Override
    public void pause() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StopOutcome stop(StopRequest request, BooleanSupplier cancelled) {
        whenAsked.run();
        die(new Death(new ExitStatus.Exited(0), false, Optional.empty(), ""));
        return StopOutcome.QUIT;
    }

    @Override
    public void plug(DriveSpec drive) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unplug(UUID disk, Duration deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<CdromSight> cdrom() {
        whenAsked.run();
        return cdrom;
    }

    @Override
    public void load(@Nullable CdromMedium medium, boolean force, Duration deadline) {
        whenAsked.run();
        String file = medium == null ? "" : medium.file().toString();
        cdrom = Optional.of(new CdromSight(file, false, false));
    }

    @Override
    public void unplugCdrom(Duration deadline) {
        whenAsked.run();
        cdrom = Optional.empty();
    }

    @Override
    public List<HostForward> forwards(int nic) {
        return List.copyOf(forwards);
    }

    @Override
    public void addForward(int nic, HostForward forward) {
        forwards.add(forward);
    }

    @Override
    public void removeForward(int nic, HostForward forward) {
        forwards.remove(forward);
    }

    @Override
    public List<PluggedNic> nics() {
        whenAsked.run();
        return List.copyOf(nics);
    }

    @Override
    public void plugNic(NicSpec nic) {
        nics.add(PluggedNic.of(nic));
    }

    @Override
    public void unplugNic(NicPlace place, Duration deadline) {
        nics.removeIf(nic -> nic.deviceId().equals(place.deviceId()));
    }

    @Override
    public void resize(DriveSpec drive, ByteSize size) {
        throw new UnsupportedOperationException();
    }
}
