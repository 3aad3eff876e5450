package dev.vman.observer;

import dev.vman.Failure;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.LiveDevices;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Disks (and NICs, see {@link PendingNics}) that a guest was asked to release and had not: the
 * record follows when it does, or when its QEMU is gone.
 */
@ApplicationScoped
class PendingDetaches {
    private static final Logger LOG = Logger.getLogger(PendingDetaches.class);
    private final Vms vms;
    private final Disks disks;
    private final Journal journal;
    private final Operator operator;
    private final PendingNics nics;

    PendingDetaches(Vms vms, Disks disks, Journal journal, Operator operator, PendingNics nics) {
        this.vms = vms;
        this.disks = disks;
        this.journal = journal;
        this.operator = operator;
        this.nics = nics;
    }

    /** Leaves it to the next look when an act holds the VM or a disk, or QEMU does not say. */
    void settle(UUID vm) {
        nics.settle(vm);
        Set<UUID> pending =
                QuarkusTransaction.requiringNew().call(() -> disks.of(vm)).stream()
                        .filter(disk -> disk.detachPending)
                        .map(disk -> disk.id)
                        .collect(Collectors.toSet());
        if (!pending.isEmpty()) {
            Set<UUID> held = new HashSet<>(pending);
            held.add(vm);
            boolean _ = journal.ifFree(held, () -> settle(vm, pending));
        }
    }

    private void settle(UUID vm, Set<UUID> pending) {
        devices(vm)
                .ifPresent(there ->
                        pending.stream()
                                .filter(disk -> !there.contains(DriveSpec.deviceId(disk)))
                                .forEach(this::detached));
    }

    /** What the VM has plugged; empty when that can't be told. */
    private Optional<Set<String>> devices(UUID vm) {
        boolean live =
                QuarkusTransaction.requiringNew()
                        .call(() ->
                                vms.findByIdOptional(vm)
                                        .filter(row -> row.state.mayHaveProcess())
                                        .isPresent());
        return live ? operator.held(vm).flatMap(PendingDetaches::devices) : Optional.of(Set.of());
    }

    private static Optional<Set<String>> devices(LiveMachine machine) {
        try {
            return Optional.of(
                    machine.devices().drives().stream()
                            .map(LiveDevices.PluggedDrive::deviceId)
                            .collect(Collectors.toSet()));
        } catch (Failure e) {
            LOG.debugf("drives can't be asked for: %s; the next look tries again", e.detail());
            return Optional.empty();
        }
    }

    private void detached(UUID id) {
        QuarkusTransaction.requiringNew()
                .run(() ->
                        disks.findByIdOptional(id)
                                .filter(disk -> disk.detachPending)
                                .ifPresent(disk -> {
                                    disk.detach();
                                    disks.changed(disk);
                                }));
    }
}
