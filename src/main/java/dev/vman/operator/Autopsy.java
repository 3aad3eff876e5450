package dev.vman.operator;

import dev.vman.host.ExitStatus;
import dev.vman.host.KernelLog;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.Signal;
import dev.vman.inventory.Crash;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import dev.vman.operator.LiveMachine.Death;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gathers what a dead QEMU left behind, before its next start writes over it. Never throws. */
@Singleton
public class Autopsy {
    private final StorageLayout layout;
    private final KernelLog kernel;

    public Autopsy(StorageLayout layout, KernelLog kernel) {
        this.layout = layout;
        this.kernel = kernel;
    }

    /**
     * Reads what is left of a VM's last process.
     *
     * @param process the QEMU that ran it, where that was recorded
     * @param death empty when it died while nobody watched
     */
    public Crash of(UUID vm, Optional<ProcessIdentity> process, Optional<Death> death) {
        ExitStatus status =
                death.map(Death::status).orElseGet(() -> new ExitStatus.Unknown("nobody watched"));
        Optional<Long> pid = process.map(ProcessIdentity::pid);
        VmFolder folder = layout.vm(vm);
        @Nullable Instant at = death.flatMap(Death::at).orElse(null);
        return new Crash(
                at,
                pid.orElse(null),
                status instanceof ExitStatus.Exited(int code) ? code : null,
                status instanceof ExitStatus.Killed(int signal) ? Signal.nameOf(signal) : null,
                oomKilled(status, pid),
                death.flatMap(Death::shutdownReason).orElse(null),
                LogTail.ofQemu(folder.qemuLog()),
                LogTail.ofGuest(folder.consoleLog()),
                null);
    }

    private Crash.OomKilled oomKilled(ExitStatus status, Optional<Long> pid) {
        boolean possible =
                switch (status) {
                    case ExitStatus.Exited _ -> false;
                    case ExitStatus.Killed(int signal) -> signal == Signal.KILL.number();
                    case ExitStatus.Unknown _ -> true;
                };
        if (!possible) {
            return Crash.OomKilled.NO;
        }
        return switch (pid.map(kernel::oomKillOf)
                .orElseGet(() -> new Presence.Unknown<>("no pid"))) {
            case Presence.Present<String> _ -> Crash.OomKilled.YES;
            case Presence.Absent<String> _ -> Crash.OomKilled.NO;
            case Presence.Unknown<String> _ -> Crash.OomKilled.UNKNOWN;
        };
    }
}
