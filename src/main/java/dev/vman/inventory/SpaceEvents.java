package dev.vman.inventory;

import dev.vman.journal.Events;
import dev.vman.journal.Target;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Tells those who follow the events that room has become short, or has come back. */
@ApplicationScoped
class SpaceEvents {
    private static final Logger LOG = Logger.getLogger(SpaceEvents.class);
    private final StorageSpace space;
    private final StorageLayout layout;
    private final Events events;

    SpaceEvents(StorageSpace space, StorageLayout layout, Events events) {
        this.space = space;
        this.layout = layout;
        this.events = events;
    }

    void changed(@Observes SpaceChanged change) {
        try {
            QuarkusTransaction.requiringNew().run(() -> append(space.sight()));
        } catch (RuntimeException e) {
            LOG.warnf("The storage's change of room could not be recorded: %s", e.getMessage());
        }
    }

    private void append(StorageSpace.Sight now) {
        String path = layout.root().toString();
        UUID id = UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8));
        Map<String, Object> data =
                Map.of(
                        "path", path,
                        "freeBytes", now.freeBytes(),
                        "totalBytes", now.totalBytes());
        String kind = now.ballastHeld() ? "storage.room" : "storage.short";
        events.append(kind, new Target("storage", id, "storage"), data);
    }
}
