package dev.vman.operator;

import dev.vman.host.ExitStatus;
import dev.vman.host.LaunchRequest;
import dev.vman.host.Launched;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The operator on real QEMU. Closing it lets go of all machines and leaves them running. */
public final class QemuOperator implements Operator, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(QemuOperator.class);
    private static final long EXIT_STATUS_MILLIS = 1_000;
    private static final long BEAT_MILLIS = 500;
    private static final long ASK_MILLIS = 5_000;
    private static final long LOG_MILLIS = 1_000;

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
    private final InstantSource clock;
    private final DiskOwnership ownership;
    private final ProcessSearch search;
    private final Map<UUID, QemuMachine> machines = new ConcurrentHashMap<>();
    private final Map<UUID, Launched> children = new ConcurrentHashMap<>();
    private final ScheduledExecutorService schedule;

    private QemuOperator(
            Settings settings, HostAccess host, MachineListener listener, InstantSource clock) {
        this.settings = settings;
        this.host = host;
        this.listener = listener;
        this.clock = clock;
        ownership = new DiskOwnership(settings.layout(), host.effectiveUid());
        search = new ProcessSearch(host.processes(), settings.layout());
        schedule =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("vman-heartbeat").factory());
    }

    /** An operator whose periodic watches run. */
    public static QemuOperator open(
            Settings settings, HostAccess host, MachineListener listener, InstantSource clock) {
        QemuOperator operator = new QemuOperator(settings, host, listener, clock);
        operator.watch();
        return operator;
    }

    private void watch() {
        Supplier<Collection<QemuMachine>> held = () -> List.copyOf(machines.values());
        Heartbeat heartbeat = new Heartbeat(held);
        every(BEAT_MILLIS, heartbeat::beat);
        every(ASK_MILLIS, heartbeat::ask);
        every(LOG_MILLIS, new LogCap(held));
    }

    private void every(long millis, Runnable task) {
        Runnable unbreakable =
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        // A schedule ends at the first exception that leaves its task.
                        LOG.warn("a periodic watch failed", e);
                    }
                };
        var _ = schedule.scheduleWithFixedDelay(unbreakable, millis, millis, TimeUnit.MILLISECONDS);
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
        Launched launched = launch(machine);
        if (launched.identity().startTicks() == ProcessIdentity.NEVER_SEEN) {
            throw LaunchFailure.of(exitOf(launched), QemuLog.words(machine.folder().qemuLog()));
        }
        children.put(machine.id(), launched);
        return launched.identity();
    }

    private Launched launch(MachineSpec machine) {
        Path run = runFolder(machine.folder()).path();
        Optional<Integer> uid =
                machine.uid().isPresent()
                        ? Optional.of(machine.uid().getAsInt())
                        : Optional.empty();
        try {
            mark(machine);
            return host.launcher()
                    .launch(
                            new LaunchRequest(
                                    commandLine(machine),
                                    run,
                                    run.resolve(machine.folder().qemuLog().getFileName()),
                                    uid,
                                    Map.of()));
        } catch (IOException e) {
            throw StorageFailure.of("start QEMU", e);
        }
    }

    private void mark(MachineSpec machine) throws IOException {
        VmFolder folder = machine.folder();
        boolean _ = CappedLog.standard(folder.consoleLog()).cut();
        boolean _ = CappedLog.standard(folder.qemuLog()).cut();
        StartMark.append(folder.consoleLog(), clock.instant(), machine.uid());
        StartMark.append(folder.qemuLog(), clock.instant(), OptionalInt.empty());
    }

    private static ExitStatus exitOf(Launched launched) {
        try {
            return launched.exit().get(EXIT_STATUS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new ExitStatus.Unknown("interrupted while waiting for it");
        } catch (ExecutionException | TimeoutException e) {
            return new ExitStatus.Unknown("no exit status: " + e.getMessage());
        }
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
        QemuMachine.Parts parts =
                new QemuMachine.Parts(
                        process, folder, runFolder(folder).qmpSocket(), childOf(vm, process));
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
        schedule.shutdownNow();
        machines.values().forEach(QemuMachine::close);
        machines.clear();
    }
}
