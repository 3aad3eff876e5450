package dev.vman.observer;

import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.operator.Operator;
import dev.vman.operator.QemuProcess;
import dev.vman.operator.StaleSockets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Removes the sockets of QEMUs that ended unwatched, as by a reboot of the host: they mean nothing,
 * and would be findings until the VM's next start. Whoever lets go of a machine removes its own.
 */
@Singleton
class SocketSweep {
    private final Vms vms;
    private final Journal journal;
    private final Operator operator;
    private final StorageLayout layout;
    private final StaleSockets sockets;

    SocketSweep(
            Vms vms,
            Journal journal,
            Operator operator,
            StorageLayout layout,
            StaleSockets sockets) {
        this.vms = vms;
        this.journal = journal;
        this.operator = operator;
        this.layout = layout;
        this.sockets = sockets;
    }

    /** Of VMs whose record says that nothing runs, and which the reading shows no process of. */
    void run(WorldReading world) {
        if (world.sockets().isEmpty()) {
            return;
        }
        Set<UUID> running =
                world.processes().stream()
                        .map(QemuProcess::uuid)
                        .flatMap(uuid -> uuid.stream())
                        .collect(Collectors.toSet());
        world.sockets().keySet().stream().filter(vm -> !running.contains(vm)).forEach(this::sweep);
    }

    private void sweep(UUID vm) {
        boolean _ =
                journal.ifFree(
                        Set.of(vm),
                        () -> {
                            if (rests(vm) && operator.held(vm).isEmpty()) {
                                sockets.remove(layout.vm(vm));
                            }
                        });
    }

    private boolean rests(UUID vm) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        vms.findByIdOptional(vm)
                                .filter(row -> !row.state.mayHaveProcess())
                                .isPresent());
    }
}
