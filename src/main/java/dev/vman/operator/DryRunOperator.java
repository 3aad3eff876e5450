package dev.vman.operator;

import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plans and remembers, and starts nothing. Its processes have pids that Linux never gives, so that
 * none can be taken for a real one; all are gone when the daemon ends.
 */
public final class DryRunOperator implements Operator {
    private static final String BOOT_ID = "dry-run";
    // PID_MAX_LIMIT of a 64-bit kernel is 2^22.
    private static final long FIRST_PID = 1L << 32;

    private final HostCapabilities capabilities;
    private final CommandLine commandLine;
    private final MachineListener listener;
    private final Clock clock;
    private final AtomicLong pids = new AtomicLong(FIRST_PID);
    private final Map<UUID, DryRunMachine> spawned = new ConcurrentHashMap<>();
    private final Map<UUID, DryRunMachine> held = new ConcurrentHashMap<>();

    public DryRunOperator(
            HostCapabilities capabilities,
            CommandLine commandLine,
            MachineListener listener,
            Clock clock) {
        this.capabilities = capabilities;
        this.commandLine = commandLine;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public HostCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public List<String> commandLine(MachineSpec machine) {
        return commandLine.of(machine, machine.folder().run());
    }

    @Override
    public void prepare(MachineSpec machine) {
        // Nothing will run in a run folder.
    }

    @Override
    public ProcessIdentity spawn(MachineSpec machine) {
        DryRunPlan.record(machine.folder(), clock.instant(), commandLine(machine));
        ProcessIdentity process = new ProcessIdentity(BOOT_ID, pids.getAndIncrement(), 0);
        spawned.put(machine.id(), new DryRunMachine(process, machine, looking(machine.id())));
        return process;
    }

    private Runnable looking(UUID vm) {
        return () -> listener.lookAt(vm);
    }

    @Override
    public Presence<ProcessIdentity> find(UUID vm) {
        DryRunMachine machine = spawned.get(vm);
        return machine == null || machine.death().isPresent()
                ? new Presence.Absent<>()
                : new Presence.Present<>(machine.process());
    }

    @Override
    public LiveMachine hold(UUID vm, ProcessIdentity process) {
        DryRunMachine known = spawned.get(vm);
        DryRunMachine machine =
                known != null && known.process().equals(process)
                        ? known
                        : new DryRunMachine(process, looking(vm));
        held.put(vm, machine);
        return machine;
    }

    @Override
    public Optional<LiveMachine> held(UUID vm) {
        return Optional.ofNullable(held.get(vm));
    }

    @Override
    public void release(UUID vm) {
        held.computeIfPresent(vm, (_, machine) -> machine.death().isPresent() ? null : machine);
        spawned.computeIfPresent(vm, (_, machine) -> machine.death().isPresent() ? null : machine);
    }
}
