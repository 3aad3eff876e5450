package dev.vman.operator;

import dev.vman.host.LaunchRequest;
import dev.vman.host.Launched;
import dev.vman.host.NamespaceName;
import dev.vman.host.ProcessLauncher;
import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Starts one QEMU in its run folder, with a mark in its logs. */
final class QemuLaunch {
    private final ProcessLauncher launcher;
    private final InstantSource clock;

    QemuLaunch(ProcessLauncher launcher, InstantSource clock) {
        this.launcher = launcher;
        this.clock = clock;
    }

    /** Returns when the process's identity is known; it may have died already. */
    Launched launch(MachineSpec machine, List<String> command, Path run) {
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
}
