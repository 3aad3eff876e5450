package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.StartOrder;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.Disks;
import dev.vman.inventory.LostDatabase;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.journal.Operation;
import dev.vman.journal.OperationState;
import dev.vman.operator.DiskFiles;
import dev.vman.operator.VmFolders;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Finds lost rows again: READY images by their notes, every VM folder, then every disk file that no
 * manifest tells of. What can't be is left where it lies, for the observer to report.
 */
@ApplicationScoped
class DatabaseRecovery {
    private static final Logger LOG = Logger.getLogger(DatabaseRecovery.class);
    private static final Duration LONGEST_ACT = Duration.ofMinutes(1);
    private final LostDatabase lost;
    private final StorageLayout layout;
    private final DiskFiles files;
    private final AdoptedImages images;
    private final AdoptableManifests manifests;
    private final Vms vms;
    private final Disks disks;
    private final RepairRequests requests;
    private final Journal journal;

    DatabaseRecovery(
            LostDatabase lost,
            StorageLayout layout,
            DiskFiles files,
            AdoptedImages images,
            AdoptableManifests manifests,
            Vms vms,
            Disks disks,
            RepairRequests requests,
            Journal journal) {
        this.lost = lost;
        this.layout = layout;
        this.files = files;
        this.images = images;
        this.manifests = manifests;
        this.vms = vms;
        this.disks = disks;
        this.requests = requests;
        this.journal = journal;
    }

    /** Before anything is answered, and before the first pass. */
    void start(@Observes @Priority(StartOrder.RECOVERY) StartupEvent event) {
        if (lost.isUnderWay()) {
            Recovered recovered = run();
            recovered.left().forEach(what -> LOG.warnf("Not recovered: %s", what));
            LOG.info(recovered.summary());
            lost.end();
        }
    }

    /** Idempotent: what has rows is left as it is. */
    Recovered run() {
        List<String> left = new ArrayList<>();
        images.addAll(left);
        adoptVms(left);
        List<String> nameless = adoptDisks(left);
        return QuarkusTransaction.requiringNew()
                .call(() -> new Recovered(states(), disks.count(), nameless, left));
    }

    private Map<VmState, Long> states() {
        return vms.listAll().stream()
                .collect(Collectors.groupingBy((Vm vm) -> vm.state, Collectors.counting()));
    }

    /** All at once, since each waits for its disk and its QEMU. */
    private void adoptVms(List<String> left) {
        Map<UUID, UUID> operations = new LinkedHashMap<>();
        for (UUID vm : VmFolders.listed(layout)) {
            try {
                if (requests.adopt(vm, Ask.PLAIN) instanceof Answer.Accepted accepted) {
                    operations.put(vm, accepted.operation());
                }
            } catch (Failure e) {
                left.add("VM folder " + vm + ": " + e.detail());
            }
        }
        operations.forEach((vm, operation) -> await("VM folder " + vm, operation, left));
    }

    /** True when it ended well. */
    private boolean await(String what, UUID operation, List<String> left) {
        Operation ended = journal.await(operation, LONGEST_ACT);
        if (ended.state() == OperationState.SUCCEEDED) {
            return true;
        }
        String reason = journal.failure(ended).map(Failure::detail).orElse("it takes too long");
        left.add(what + ": " + reason);
        return false;
    }

    private List<String> adoptDisks(List<String> left) {
        Set<UUID> claimed = claimed();
        List<String> nameless = new ArrayList<>();
        files.listed()
                .forEach((id, format) -> {
                    if (!claimed.contains(id) && adoptDisk(id, format, left)) {
                        nameless.add(id.toString());
                    }
                });
        return nameless;
    }

    /**
     * Those with rows, and those of VMs that may be adopted later, when what was amiss is cured.
     */
    private Set<UUID> claimed() {
        Set<UUID> claimed = new HashSet<>();
        QuarkusTransaction.requiringNew()
                .run(() -> disks.listAll().forEach(disk -> claimed.add(disk.id)));
        for (UUID vm : VmFolders.listed(layout)) {
            try {
                manifests.require(vm).disks().forEach(disk -> claimed.add(disk.id()));
            } catch (Failure e) {
                LOG.debugf("whose disks are unknown: %s", e.detail());
            }
        }
        return claimed;
    }

    private boolean adoptDisk(UUID id, DiskFormat format, List<String> left) {
        String what = layout.disk(id, format).toString();
        try {
            UUID operation = requests.adoptDisk(id, format);
            return await(what, operation, left);
        } catch (Failure e) {
            left.add(what + ": " + e.detail());
            return false;
        }
    }
}
