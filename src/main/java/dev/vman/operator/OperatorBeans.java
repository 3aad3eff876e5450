package dev.vman.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.host.Commands;
import dev.vman.host.CpuClock;
import dev.vman.host.ExitWatcher;
import dev.vman.host.HostFacts;
import dev.vman.host.KernelLog;
import dev.vman.host.ProcessLauncher;
import dev.vman.host.ProcessTable;
import dev.vman.host.SessionPriority;
import dev.vman.inventory.StorageLayout;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Makes beans of this room's plain classes, and of those of the host room. */
class OperatorBeans {
    private static final long MIB = 1L << 20;

    @Produces
    @Singleton
    HostFacts hostFacts() throws IOException {
        return HostFacts.read();
    }

    @Produces
    @Singleton
    HostName hostName() throws IOException {
        return new HostName(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    }

    @Produces
    @Singleton
    HostMemory hostMemory(HostFacts host, OperatorConfig config) {
        long total = host.totalMemoryBytes() / MIB;
        return new HostMemory(total, Math.max(0, total - config.memoryReserveMib()));
    }

    @Produces
    @Singleton
    ProcessTable processTable() {
        return ProcessTable.ofThisHost();
    }

    @Produces
    @Singleton
    KernelLog kernelLog() {
        return KernelLog.ofThisHost();
    }

    @Produces
    @Singleton
    Commands commands() {
        return Commands.ofThisHost();
    }

    @Produces
    @Singleton
    ExitWatcher exitWatcher() throws IOException {
        return ExitWatcher.open();
    }

    /** In the order of the beans' making: the watcher ends after the operator that uses it. */
    void close(@Disposes ExitWatcher watcher) {
        watcher.close();
    }

    /** Probed at the first use, which is after the storage folder has been made. */
    @Produces
    @Singleton
    HostProbe hostProbe(
            Commands commands, HostFacts host, StorageLayout layout, OperatorConfig config) {
        OptionalInt firstUid =
                UidRange.parse(config.uidRange()).stream().mapToInt(UidRange::first).findFirst();
        return new HostProbe(
                commands,
                host,
                new ProbeSettings(choice(config.accelerator()), config.dryRun(), firstUid),
                layout);
    }

    private static AcceleratorChoice choice(String text) {
        return AcceleratorChoice.valueOf(text.toUpperCase(Locale.ROOT));
    }

    @Produces
    @ApplicationScoped
    Operator operator(
            HostProbe probe,
            OperatorConfig config,
            RunConfig run,
            StorageLayout layout,
            ProcessTable processes,
            ExitWatcher exits,
            HostFacts host,
            MachineListener observer,
            Clock clock) {
        HostCapabilities capabilities = probe.probe();
        QemuCommandLine commandLine =
                new QemuCommandLine(HostProbe.QEMU, capabilities.accelerator(), CpuClock.khz());
        if (config.dryRun()) {
            return new DryRunOperator(capabilities, commandLine::of, observer, clock);
        }
        // Where it can't be, guests and daemon share alike.
        boolean _ = SessionPriority.raise();
        return QemuOperator.open(
                new QemuOperator.Settings(layout, run.path(), () -> capabilities, commandLine::of),
                new HostAccess(processes, ProcessLauncher.ofThisHost(), exits, host.effectiveUid()),
                observer,
                clock);
    }

    void close(@Disposes Operator operator) {
        if (operator instanceof QemuOperator qemu) {
            qemu.close();
        }
    }

    @Produces
    @Singleton
    StaleSockets staleSockets(RunConfig run) {
        return new StaleSockets(run.path());
    }

    @Produces
    @ApplicationScoped
    DiskImages diskImages(OperatorConfig config, Commands commands) {
        return config.dryRun() ? new DryRunDiskImages() : new QemuImg(commands);
    }

    @Produces
    @Singleton
    ImageInspection imageInspection(Commands commands) {
        return new QemuImgInspection(commands);
    }

    @Produces
    @Singleton
    DiskFiles diskFiles(
            StorageLayout layout,
            DiskImages images,
            ProcessTable processes,
            OperatorConfig config) {
        return new DiskFiles(layout, images, processes, config.dryRun());
    }

    @Produces
    @Singleton
    BootFiles bootFiles(StorageLayout layout, OperatorConfig config) {
        return new BootFiles(
                config.bootPaths().orElseGet(() -> List.of(layout.boot(), Path.of("/boot"))));
    }

    @Produces
    @Singleton
    LaunchRecord launchRecord(ObjectMapper json, Operator operator) {
        return new LaunchRecord(json, operator);
    }
}
