package dev.vman.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;

/** The metadata of each VM, apart from its row, which is read far more often. */
@ApplicationScoped
public class MetadataRows {
    private final EntityManager entities;
    private final ObjectMapper json;

    MetadataRows(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.json = json;
    }

    /** {@link Metadata#NONE} where there is nothing, or no such VM. Joins a transaction. */
    public Metadata of(UUID vm) {
        return Optional.ofNullable(entities.find(VmMetadata.class, vm))
                .map(row -> read(row.metadata))
                .orElse(Metadata.NONE);
    }

    /** Replaces it. Joins the caller's transaction. */
    public void set(UUID vm, Metadata metadata) {
        if (!metadata.equals(Metadata.NONE)) {
            VmMetadata _ = entities.merge(new VmMetadata(vm, write(metadata)));
            return;
        }
        VmMetadata row = entities.find(VmMetadata.class, vm);
        if (row != null) {
            entities.remove(row);
        }
    }

    private String write(Metadata metadata) {
        try {
            return json.writeValueAsString(metadata);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("metadata can't be written", e);
        }
    }

    private Metadata read(String text) {
        try {
            return json.readValue(text, Metadata.class);
        } catch (JsonProcessingException e) {
            throw new Failure.HostFailure("internal", "metadata can't be read: " + e, null, e);
        }
    }
}
