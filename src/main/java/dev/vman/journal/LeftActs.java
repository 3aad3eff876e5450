package dev.vman.journal;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operations of this daemon whose acts stand still because the database could not be written,
 * and that {@link Recovery} is to take up. Their rows say "running".
 */
@ApplicationScoped
class LeftActs {
    private final Set<UUID> operations = ConcurrentHashMap.newKeySet();

    void add(UUID operation) {
        boolean _ = operations.add(operation);
    }

    void forget(UUID operation) {
        boolean _ = operations.remove(operation);
    }

    Set<UUID> all() {
        return Set.copyOf(operations);
    }
}
