package dev.vman.lifecycle;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import dev.vman.inventory.LostDatabase;
import dev.vman.inventory.Name;
import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkState;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Reference;
import dev.vman.network.NetworkRecords;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Keeps a file for each network as its row is, so that a lost database's networks are found again
 * with their ids: by these the kernel knows their bridges and filters, and guests go on in them.
 */
@ApplicationScoped
class NetworkManifests {
    private static final Logger LOG = Logger.getLogger(NetworkManifests.class);
    private static final int SCHEMA = 1;
    private final Networks networks;
    private final NetworkRecords records;
    private final LostDatabase lost;
    private final ObjectMapper json;

    NetworkManifests(
            Networks networks, NetworkRecords records, LostDatabase lost, ObjectMapper json) {
        this.networks = networks;
        this.records = records;
        this.lost = lost;
        this.json = json;
    }

    /** The file's content. */
    record Manifest(int schema, UUID id, String name, NetworkSpec spec) {
        static Manifest of(Network row) {
            return new Manifest(SCHEMA, row.id, row.name, NetworkSpec.of(row));
        }
    }

    /** Adds the networks of a lost database; does nothing while none is being rebuilt. */
    void restore() {
        if (!lost.isUnderWay()) {
            return;
        }
        try {
            records.read().forEach(this::tryToRestore);
        } catch (IOException e) {
            LOG.warnf("Networks are not recovered: %s", e.getMessage());
        }
    }

    /** Idempotent: one that has a row is left as it is. */
    private void tryToRestore(UUID id, byte[] content) {
        try {
            Manifest manifest = json.readValue(content, Manifest.class);
            QuarkusTransaction.requiringNew().run(() -> restore(id, manifest));
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Network %s is not recovered: %s", id, e.getMessage());
        }
    }

    private void restore(UUID id, Manifest manifest) {
        boolean there =
                networks.findByIdOptional(id).isPresent()
                        || networks.lookUp(new Reference.ByName(manifest.name())).isPresent();
        if (there) {
            return;
        }
        if (!manifest.id().equals(id)) {
            throw Failure.Invalid.field("id", "is another network's");
        }
        Network row = new Network();
        row.id = id;
        row.name = new Name(manifest.name()).value();
        row.state = NetworkState.READY;
        manifest.spec().applyTo(row);
        networks.add(row);
    }

    /** Writes those of all rows, and removes all others; for what a dead daemon had not done. */
    void refreshAll() {
        try {
            Set<UUID> ids = new HashSet<>(records.read().keySet());
            QuarkusTransaction.requiringNew()
                    .run(() -> networks.listAll().forEach(row -> ids.add(row.id)));
            ids.forEach(this::refresh);
        } catch (IOException e) {
            LOG.warnf("The files of networks can't be read: %s", e.getMessage());
        }
    }

    /** One that can't be written is written at the next start. */
    synchronized void refresh(UUID network) {
        Optional<Manifest> manifest =
                QuarkusTransaction.requiringNew()
                        .call(() -> networks.findByIdOptional(network).map(Manifest::of));
        try {
            if (manifest.isPresent()) {
                records.write(network, json.writeValueAsBytes(manifest.get()));
            } else if (!lost.isUnderWay()) {
                records.remove(network);
            }
        } catch (IOException e) {
            LOG.warnf("The file of network %s can't be written: %s", network, e.getMessage());
        }
    }
}
