package dev.vman.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.journal.RecordedEvent;
import dev.vman.journal.Target;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An event on the wire. */
record EventView(
        long number,
        Instant at,
        String kind,
        Target subject,
        @Schema(implementation = Object.class, description = "What the kind has to tell.")
                JsonNode data) {
    static EventView of(RecordedEvent event, ObjectMapper json) {
        try {
            return new EventView(
                    event.number(),
                    event.at(),
                    event.kind(),
                    event.subject(),
                    json.readTree(event.data()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event " + event.number() + " can't be read", e);
        }
    }
}
