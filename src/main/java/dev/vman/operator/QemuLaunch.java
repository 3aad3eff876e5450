package dev.vman.operator;

import dev.vman.host.ExitStatus;
import dev.vman.host.LaunchRequest;
import dev.vman.host.Launched;
import dev.vman.host.NamespaceName;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessLauncher;
import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts one QEMU in its run folder, with a mark in its logs. */
final class QemuLaunch {
    private static final long EXIT_STATUS_MILLIS = 1_000;

    private final ProcessLauncher launcher;
    private final InstantSource clock;

    QemuLaunch(ProcessLauncher launcher, InstantSource clock) {
        this.launcher = launcher;
        this.clock = clock;
    }

    /**
     * Returns when the process's identity is known; throws {@link LaunchFailure} when it had none.
     */
    Launched launch(MachineSpec machine, List<String> command, Path run) {
        Launched launched = start(machine, command, run);
        if (launched.identity().startTicks() == ProcessIdentity.NEVER_SEEN) {
            throw LaunchFailure.of(exitOf(launched), QemuLog.words(machine.folder().qemuLog()));
        }
        return launched;
    }

    private Launched start(MachineSpec machine, List<String> command, Path run) {
        Path output = run.resolve(machine.folder().qemuLog().getFileName());
        Optional<Integer> uid =
                machine.uid().isPresent()
                        ? Optional.of(machine.uid().getAsInt())
                        : Optional.empty();
        try {
            mark(machine);
            return launcher.launch(
                    new LaunchRequest(command, run, output, uid, Map.of(), namespace(machine)));
        } catch (IOException e) {
            throw StorageFailure.of("start QEMU", e);
        }
    }

    /** One in user mode forwards ports of the host, not of a namespace. */
    private static Optional<NamespaceName> namespace(MachineSpec machine) {
        return machine.namespace().filter(_ -> machine.onBridges());
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
}
