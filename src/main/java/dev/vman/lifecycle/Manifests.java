package dev.vman.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.StartOrder;
import dev.vman.inventory.Disks;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.operator.VmFolders;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Keeps every VM's {@code manifest.json} as its rows are: written after each change, and again at
 * start-up for what a dead daemon had not written.
 */
@ApplicationScoped
class Manifests {
    private static final Logger LOG = Logger.getLogger(Manifests.class);
    private final Vms vms;
    private final Disks disks;
    private final StorageLayout layout;
    private final ObjectMapper json;
    private final Journal journal;

    Manifests(Vms vms, Disks disks, StorageLayout layout, ObjectMapper json, Journal journal) {
        this.journal = journal;
        this.vms = vms;
        this.disks = disks;
        this.layout = layout;
        this.json = json;
    }

    /** In the background: nobody waits for it. What an act holds is left to the act. */
    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        Thread.ofVirtual()
                .name("manifests")
                .start(() ->
                        QuarkusTransaction.requiringNew()
                                .call(vms::ids)
                                .forEach(this::refreshIfFree));
    }

    private void refreshIfFree(UUID vm) {
        try {
            boolean _ = journal.ifFree(Set.of(vm), () -> refresh(vm));
        } catch (RuntimeException e) {
            LOG.errorf(e, "The manifest of VM %s could not be written", vm);
        }
    }

    /**
     * Does nothing for a VM that is gone, and does not touch a manifest that is right. The caller
     * holds the VM, so that an older one never replaces a newer one.
     */
    void refresh(UUID vm) {
        VmFolder folder = layout.vm(vm);
        Optional<Manifest> manifest =
                QuarkusTransaction.requiringNew()
                        .call(() ->
                                vms.findByIdOptional(vm)
                                        .map(row -> Manifest.of(row, disks.of(vm))));
        if (manifest.isPresent() && VmFolders.exists(folder)) {
            VmFolders.writeManifest(folder, bytes(manifest.get()));
        }
    }

    private byte[] bytes(Manifest manifest) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest can't be written as JSON", e);
        }
    }
}
