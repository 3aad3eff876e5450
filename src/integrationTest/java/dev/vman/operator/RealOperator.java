package dev.vman.operator;

import dev.vman.host.ExitWatcher;
import dev.vman.host.HostFacts;
import dev.vman.host.PidFd;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessLauncher;
import dev.vman.host.ProcessTable;
import dev.vman.host.Signal;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.StorageLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/** An operator on real QEMU with a storage of its own; ends every process it started. */
final class RealOperator implements AutoCloseable {
    private static final String QEMU = "/usr/bin/qemu-system-x86_64";
    private static final long DISK_BYTES = 1 << 20;

    private final StorageLayout layout;
    private final Path runPath;
    private final ProcessTable processes = ProcessTable.ofThisHost();
    private final ExitWatcher exits;
    private final List<ProcessIdentity> spawned = new ArrayList<>();
    private QemuOperator operator;
    final Looks looks = new Looks();

    RealOperator(Path storage) throws IOException {
        this(storage, storage.resolve("s"));
    }

    RealOperator(Path storage, Path runPath) throws IOException {
        this.runPath = runPath;
        layout = new StorageLayout(storage);
        Files.createDirectories(layout.disks());
        exits = ExitWatcher.open();
        operator = open();
    }

    static void assumeQemu() {
        boolean installed = Files.isExecutable(Path.of(QEMU));
        if (!installed && "1".equals(System.getenv("VMAN_ENABLE_INTEGRATION_TESTS"))) {
            throw new AssertionError("QEMU is not installed at " + QEMU);
        }
        Assumptions.assumeTrue(installed, "QEMU is not installed at " + QEMU);
    }

    private QemuOperator open() throws IOException {
        return QemuOperator.open(
                new QemuOperator.Settings(
                        layout,
                        runPath,
                        () -> {
                            throw new IllegalStateException("not probed here");
                        },
                        new QemuCommandLine(QEMU, "tcg")::of),
                new HostAccess(
                        processes,
                        ProcessLauncher.ofThisHost(),
                        exits,
                        HostFacts.read().effectiveUid()),
                looks,
                InstantSource.system());
    }

    QemuOperator operator() {
        return operator;
    }

    ProcessTable processes() {
        return processes;
    }

    /** As after a restart of the daemon: nothing is held, and no process is a known child. */
    void restart() throws IOException {
        operator.close();
        operator = open();
    }

    LiveMachine start(MachineSpec machine) {
        operator.prepare(machine);
        ProcessIdentity process = operator.spawn(machine);
        spawned.add(process);
        LiveMachine live = operator.hold(machine.id(), process);
        live.awaitReady(Duration.ofSeconds(20));
        return live;
    }

    ProcessIdentity spawnOnly(MachineSpec machine) {
        operator.prepare(machine);
        ProcessIdentity process = operator.spawn(machine);
        spawned.add(process);
        return process;
    }

    MachineSpec machine(OptionalInt uid, DriveSpec... drives) {
        UUID id = UUID.randomUUID();
        return new MachineSpec(
                id,
                layout.vm(id),
                1,
                64,
                "pc-q35-7.2",
                "Westmere-v1",
                Optional.empty(),
                List.of(drives),
                List.of(),
                uid);
    }

    DriveSpec drive(DiskBus bus, int slot) throws IOException {
        UUID id = UUID.randomUUID();
        Path file = layout.disk(id, DiskFormat.RAW);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(DISK_BYTES);
        }
        return new DriveSpec(id, file, DiskFormat.RAW, bus, slot, false);
    }

    static void signal(ProcessIdentity process, Signal signal) {
        if (PidFd.open(process) instanceof Presence.Present<PidFd>(PidFd fd)) {
            try (fd) {
                fd.signal(signal);
            }
        }
    }

    @Override
    public void close() {
        operator.close();
        spawned.forEach(process -> signal(process, Signal.KILL));
        exits.close();
    }
}
