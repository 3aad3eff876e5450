package dev.vman.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Debouncer;
import dev.vman.StartOrder;
import dev.vman.inventory.Addresses;
import dev.vman.inventory.Cdroms;
import dev.vman.inventory.Disks;
import dev.vman.inventory.MetadataRows;
import dev.vman.inventory.SpaceChanged;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import dev.vman.inventory.Vms;
import dev.vman.operator.VmFolders;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Keeps every VM's {@code manifest.json} as its rows are: written after each change, and again at
 * start-up for what a dead daemon had not written.
 */
@ApplicationScoped
class Manifests {
    private static final Logger LOG = Logger.getLogger(Manifests.class);
    private static final int LOCKS = 64;
    private static final Duration CALM = Duration.ofMillis(50);
    private final Vms vms;
    private final Disks disks;
    private final NicRows nics;
    private final Addresses addresses;
    private final MetadataRows metadata;
    private final Cdroms cdroms;
    private final StorageLayout layout;
    private final ObjectMapper json;
    private final Debouncer<UUID> soon = new Debouncer<>("manifest", CALM, this::tryToRefresh);
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    Manifests(
            Vms vms,
            Disks disks,
            NicRows nics,
            Addresses addresses,
            MetadataRows metadata,
            Cdroms cdroms,
            StorageLayout layout,
            ObjectMapper json) {
        this.vms = vms;
        this.metadata = metadata;
        this.cdroms = cdroms;
        this.disks = disks;
        this.nics = nics;
        this.addresses = addresses;
        this.layout = layout;
        this.json = json;
    }

    /** In the background: nobody waits for it. */
    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        refreshAllSoon();
    }

    /** Some may have found no room. */
    void roomChanged(@Observes SpaceChanged change) {
        refreshAllSoon();
    }

    private void refreshAllSoon() {
        Thread.ofVirtual()
                .name("manifests")
                .start(() ->
                        QuarkusTransaction.requiringNew()
                                .call(vms::ids)
                                .forEach(this::tryToRefresh));
    }

    /**
     * Writes it in the background, since flushing a file may take longer than the change itself,
     * and once for changes that follow each other closely. A daemon that dies before writes it at
     * its next start.
     */
    void refreshSoon(UUID vm) {
        soon.ask(vm);
    }

    private void tryToRefresh(UUID vm) {
        try {
            refresh(vm);
        } catch (RuntimeException e) {
            LOG.warnf(e, "The manifest of VM %s could not be written; the next change tries", vm);
        }
    }

    /** Does nothing for a VM that is gone, and does not touch a manifest that is right. */
    void refresh(UUID vm) {
        alone(vm, () -> write(vm));
    }

    /** Runs the work while nobody writes this VM's manifest. */
    void alone(UUID vm, Runnable work) {
        ReentrantLock lock = locks.get(Math.floorMod(vm.hashCode(), locks.size()));
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Reads the rows under the lock, so that an older manifest never replaces a newer one. */
    private void write(UUID vm) {
        VmFolder folder = layout.vm(vm);
        Optional<Manifest> manifest =
                QuarkusTransaction.requiringNew()
                        .call(() ->
                                vms.findByIdOptional(vm)
                                        .map(row ->
                                                Manifest.of(
                                                        row,
                                                        disks.of(vm),
                                                        nics.entries(vm, addresses.of(vm)),
                                                        metadata.of(vm),
                                                        cdroms.of(vm))));
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
