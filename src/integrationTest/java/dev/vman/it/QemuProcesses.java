package dev.vman.it;

import dev.vman.host.PidFd;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import dev.vman.host.ProcessTable;
import dev.vman.host.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The QEMUs, and the programs that become them, of one storage folder. */
final class QemuProcesses {
    private static final ProcessTable TABLE = ProcessTable.ofThisHost();
    private static final Duration END = Duration.ofSeconds(10);
    private final String storage;

    QemuProcesses(Path storage) {
        this.storage = storage.toString();
    }

    /** All of them, found by the storage path in their command lines. */
    List<ProcessSight> all() {
        return TABLE.scan(QemuProcesses::isQemu).stream().filter(this::isOurs).toList();
    }

    List<ProcessSight> of(UUID vm) {
        return all().stream().filter(qemu -> qemu.arguments().contains(vm.toString())).toList();
    }

    private static boolean isQemu(List<String> arguments) {
        return arguments.stream().anyMatch(argument -> argument.contains("qemu-system-"));
    }

    private boolean isOurs(ProcessSight process) {
        return process.arguments().stream().anyMatch(argument -> argument.contains(storage + "/"));
    }

    static void signal(ProcessIdentity process, Signal signal) {
        if (PidFd.open(process) instanceof Presence.Present<PidFd>(PidFd fd)) {
            try (fd) {
                boolean _ = fd.signal(signal);
            }
        }
    }

    static boolean isGone(ProcessIdentity process) {
        return TABLE.look(process).isAbsent();
    }

    /** Ends what is left, for certain. */
    void killAll() {
        Waiting.until(
                END,
                "all QEMUs of " + storage + " are gone",
                () -> {
                    List<ProcessSight> left = all();
                    left.forEach(process -> signal(process.identity(), Signal.KILL));
                    return left.isEmpty();
                });
    }
}
