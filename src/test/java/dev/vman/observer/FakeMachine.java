package dev.vman.observer;

import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.ByteSize;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.MachineStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A machine that answers what a test says; it takes no commands. */
final class FakeMachine implements LiveMachine {
    private final ProcessIdentity process;
    final List<PluggedDrive> drives = new CopyOnWriteArrayList<>();
    volatile MachineStatus status = new MachineStatus.Answered("running");
    volatile Optional<Death> death = Optional.empty();
    volatile Runnable whenAsked = () -> {};

    FakeMachine(ProcessIdentity process) {
        this.process = process;
    }

    void die(Death how) {
        death = Optional.of(how);
        status = new MachineStatus.Gone(how.status());
    }

    @Override
    public ProcessIdentity process() {
        return process;
    }

    @Override
    public MachineStatus status(Duration deadline) {
        whenAsked.run();
        return status;
    }

    @Override
    public List<PluggedDrive> drives() {
        return List.copyOf(drives);
    }

    @Override
    public Optional<Death> death() {
        return death;
    }

    @Override
    public void awaitReady(Duration deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
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
    public void resize(DriveSpec drive, ByteSize size) {
        throw new UnsupportedOperationException();
    }
}
