package dev.vman.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.host.DurableFiles;
import dev.vman.inventory.Disks;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import dev.vman.inventory.Vms;
import dev.vman.operator.VmFolders;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
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

    Manifests(Vms vms, Disks disks, StorageLayout layout, ObjectMapper json) {
        this.vms = vms;
        this.disks = disks;
        this.layout = layout;
        this.json = json;
    }

    /** Every VM that has a folder. */
    void refreshAll() {
        QuarkusTransaction.requiringNew().call(vms::ids).forEach(this::refresh);
    }

    /** Does nothing for a VM that is gone, and does not touch a manifest that is right. */
    void refresh(UUID vm) {
        VmFolder folder = layout.vm(vm);
        Optional<Manifest> manifest =
                QuarkusTransaction.requiringNew()
                        .call(() ->
                                vms.findByIdOptional(vm)
                                        .map(row -> Manifest.of(row, disks.of(vm))));
        if (manifest.isPresent() && VmFolders.exists(folder)) {
            write(folder.manifest(), manifest.get());
        }
    }

    private void write(Path file, Manifest manifest) {
        try {
            byte[] content = bytes(manifest);
            if (!Files.exists(file) || !Arrays.equals(content, Files.readAllBytes(file))) {
                DurableFiles.write(file, content, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            LOG.errorf(
                    e,
                    "The manifest of VM %s could not be written; the next change tries again",
                    manifest.name());
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
