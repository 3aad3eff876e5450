package dev.vman.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;

/**
 * The last crash of each VM: kept over restarts until the next one. Joins the caller's transaction.
 */
@ApplicationScoped
public class Crashes {
    private final EntityManager entities;
    private final ObjectMapper json;

    Crashes(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.json = json;
    }

    public void record(UUID vm, Crash crash) {
        VmCrash _ = entities.merge(new VmCrash(vm, write(crash)));
    }

    public Optional<Crash> of(UUID vm) {
        return Optional.ofNullable(entities.find(VmCrash.class, vm)).map(row -> read(row.dossier));
    }

    private String write(Crash crash) {
        try {
            return json.writeValueAsString(crash);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a crash can't be written", e);
        }
    }

    private Crash read(String dossier) {
        try {
            return json.readValue(dossier, Crash.class);
        } catch (JsonProcessingException e) {
            throw new Failure.HostFailure("internal", "a crash can't be read: " + e, null, e);
        }
    }
}
