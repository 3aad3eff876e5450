package dev.vman.operator;

import dev.vman.host.ExitStatus;
import dev.vman.host.Launched;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The operator on real QEMU. Closing it lets go of all machines and leaves them running. */
public final class QemuOperator implements Operator, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(QemuOperator.class);

    /**
     * Where things are and how they are written.
     *
     * @param runPath where run folders are put whose socket paths would be too long
     */
    public record Settings(
            StorageLayout layout,
            Path runPath,
            Supplier<HostCapabilities> capabilities,
            CommandLine commandLine) {}

    private final Settings settings;
    private final HostAccess host;
    private final MachineListener listener;
    private final DiskOwnership ownership;
    private final InstantSource clock;
    private final ProcessSearch search;
    private final Map<UUID, QemuMachine> machines = new ConcurrentHashMap<>();
    private final Map<UUID, Launched> children = new ConcurrentHashMap<>();
    private final QemuLaunch launch;
    private final PeriodicWatches watches = new PeriodicWatches();

    private QemuOperator(
            Settings settings, HostAccess host, MachineListener listener, InstantSource clock) {
        this.settings = settings;
        this.host = host;
        this.listener = listener;
        this.clock = clock;
        ownership = new DiskOwnership(settings.layout(), host.effectiveUid());
        search = new ProcessSearch(host.processes(), settings.layout());
        launch = new QemuLaunch(host.launcher(), clock);
    }

    /** An operator whose periodic watches run. */
    public static QemuOperator open(
            Settings settings, HostAccess host, MachineListener listener, InstantSource clock) {
        QemuOperator operator = new QemuOperator(settings, host, listener, clock);
        operator.watches.start(() -> List.copyOf(operator.machines.values()));
        return operator;
    }

    @Override
    public HostCapabilities capabilities() {
        return settings.capabilities().get();
    }

    @Override
    public List<String> commandLine(MachineSpec machine) {
        return settings.commandLine().of(machine, runFolder(machine.folder()).path());
    }

    @Override
    public void prepare(MachineSpec machine) {
        // From here on the sockets are the new process's: a late release must find nothing to do.
        release(machine.id());
        try {
            runFolder(machine.folder()).prepare(machine.uid());
        } catch (IOException e) {
            throw StorageFailure.of("prepare " + machine.folder().run(), e);
        }
    }

    @Override
    public ProcessIdentity spawn(MachineSpec machine) {
        machine.uid()
                .ifPresent(uid -> machine.drives().forEach(drive -> ownership.give(drive, uid)));
        Launched launched =
                launch.launch(machine, commandLine(machine), runFolder(machine.folder()).path());
        children.put(machine.id(), launched);
        return launched.identity();
    }

    @Override
    public Presence<ProcessIdentity> find(UUID vm) {
        return search.find(vm);
    }

    @Override
    public LiveMachine hold(UUID vm, ProcessIdentity process) {
        return machines.compute(
                vm,
                (_, held) -> {
                    if (held != null && held.process().equals(process)) {
                        return held;
                    }
                    if (held != null) {
                        held.close();
                    }
                    return take(vm, process);
                });
    }

    private QemuMachine take(UUID vm, ProcessIdentity process) {
        VmFolder folder = settings.layout().vm(vm);
        RunFolder run = runFolder(folder);
        QemuMachine.Parts parts =
                new QemuMachine.Parts(
                        process,
                        folder,
                        new QemuMachine.Sockets(
                                run.qmpSocket(), run.agentSocket(), run.filesSocket()),
                        childOf(vm, process),
                        clock);
        QemuMachine machine = new QemuMachine(parts, host.processes(), ownership, listener);
        machine.start(host.exits());
        return machine;
    }

    private Optional<CompletableFuture<ExitStatus>> childOf(UUID vm, ProcessIdentity process) {
        return Optional.ofNullable(children.get(vm))
                .filter(launched -> launched.identity().equals(process))
                .map(Launched::exit);
    }

    @Override
    public Optional<LiveMachine> held(UUID vm) {
        return Optional.ofNullable(machines.get(vm));
    }

    @Override
    public void release(UUID vm) {
        machines.computeIfPresent(
                vm,
                (_, held) -> {
                    if (held.death().isEmpty()
                            && !host.processes().look(held.process()).isAbsent()) {
                        return held;
                    }
                    held.close();
                    children.remove(vm);
                    removeSockets(vm);
                    return null;
                });
    }

    private void removeSockets(UUID vm) {
        try {
            runFolder(settings.layout().vm(vm)).removeSockets();
        } catch (IOException e) {
            // The next launch removes them, or says why it can't.
            LOG.debugf("sockets of %s: %s", vm, e.getMessage());
        }
    }

    private RunFolder runFolder(VmFolder folder) {
        return new RunFolder(folder, settings.runPath());
    }

    @Override
    public void close() {
        watches.close();
        machines.values().forEach(QemuMachine::close);
        machines.clear();
    }
}
