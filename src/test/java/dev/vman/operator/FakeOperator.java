package dev.vman.operator;

import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Holds the machines that a test gives it; starts none. */
public final class FakeOperator implements Operator {
    public final Map<UUID, FakeMachine> held = new ConcurrentHashMap<>();

    /** What a scan of the process table finds. */
    public volatile Presence<ProcessIdentity> found = new Presence.Unknown<>("a test");

    /** What the host can do. */
    public volatile HostCapabilities capabilities =
            new HostCapabilities(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    "pc-q35-7.2",
                    1,
                    "tcg",
                    "a test",
                    "max",
                    true,
                    false,
                    "a test");

    @Override
    public HostCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public List<String> commandLine(MachineSpec machine) {
        return List.of();
    }

    @Override
    public void prepare(MachineSpec machine) {
        // Nothing will run in a run folder.
    }

    @Override
    public ProcessIdentity spawn(MachineSpec machine) {
        return new ProcessIdentity("dry-run", 1L << 42, 0);
    }

    @Override
    public Presence<ProcessIdentity> find(UUID vm) {
        return found;
    }

    @Override
    public LiveMachine hold(UUID vm, ProcessIdentity process) {
        return held.computeIfAbsent(vm, _ -> new FakeMachine(process));
    }

    @Override
    public Optional<LiveMachine> held(UUID vm) {
        return Optional.ofNullable(held.get(vm));
    }

    @Override
    public void release(UUID vm) {
        FakeMachine machine = held.get(vm);
        if (machine != null && machine.death().isPresent()) {
            held.remove(vm);
            found = new Presence.Absent<>();
        }
    }
}
