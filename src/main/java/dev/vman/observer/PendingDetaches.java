package dev.vman.observer;

import dev.vman.Failure;
import dev.vman.inventory.Disk;
import dev.vman.inventory.Disks;
import dev.vman.journal.Journal;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Disks that a guest was asked to release and had not: the record follows when it does, or when its
 * QEMU is gone.
 */
@ApplicationScoped
class PendingDetaches {
    private static final Logger LOG = Logger.getLogger(PendingDetaches.class);
    private final Disks disks;
    private final Journal journal;
    private final Operator operator;

    PendingDetaches(Disks disks, Journal journal, Operator operator) {
        this.disks = disks;
        this.journal = journal;
        this.operator = operator;
    }

    void settle(UUID vm, Reading reading) {
        List<Disk> pending =
                QuarkusTransaction.requiringNew().call(() -> disks.of(vm)).stream()
                        .filter(disk -> disk.detachPending)
                        .toList();
        if (pending.isEmpty()) {
            return;
        }
        switch (reading) {
            case Reading.Answered _ ->
                    operator.held(vm).ifPresent(machine -> settle(pending, machine));
            case Reading.Gone _, Reading.OtherBoot _ -> pending.forEach(this::detached);
            case Reading.Silent _, Reading.Unknown _ -> {}
        }
    }

    private void settle(List<Disk> pending, LiveMachine machine) {
        try {
            Set<String> there =
                    machine.drives().stream()
                            .map(LiveMachine.PluggedDrive::deviceId)
                            .collect(Collectors.toSet());
            pending.stream()
                    .filter(disk -> !there.contains(DriveSpec.deviceId(disk.id)))
                    .forEach(this::detached);
        } catch (Failure e) {
            LOG.debugf("drives can't be asked for: %s; the next look tries again", e.detail());
        }
    }

    private void detached(Disk seen) {
        boolean _ =
                journal.ifFree(
                        seen.id,
                        () ->
                                QuarkusTransaction.requiringNew()
                                        .run(() ->
                                                disks.findByIdOptional(seen.id)
                                                        .filter(disk -> disk.detachPending)
                                                        .ifPresent(disk -> {
                                                            disk.detach();
                                                            disks.changed(disk);
                                                        })));
    }
}
