package dev.vman.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.journal.EventLog;
import dev.vman.journal.RecordedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Tells one client what happens, until it goes, is too slow, or the daemon ends. */
final class EventStream {
    private final EventLog log;
    private final EventFilter filter;
    private final EventLine line;
    private final ObjectMapper json;
    private final Duration heartbeat;
    private long last;

    EventStream(
            EventLog log,
            EventFilter filter,
            EventLine line,
            ObjectMapper json,
            Duration heartbeat) {
        this.log = log;
        this.filter = filter;
        this.line = line;
        this.json = json;
        this.heartbeat = heartbeat;
    }

    /** What happens after the client got the answer's first byte is never missed. */
    void run(OptionalLong seen, EventStreams.Place place) {
        long newest = log.newest();
        last = seen.orElse(newest);
        boolean open = line.comment("listening", Math.min(last, newest));
        if (open && last > newest) {
            open = gapTo(newest);
        }
        while (open && !place.over()) {
            List<RecordedEvent> part = log.await(last, heartbeat, place::over);
            open = part.isEmpty() ? beat(place) : tell(part);
        }
        if (place.ending()) {
            boolean _ = line.comment("the daemon is ending", last);
        }
    }

    /** With the number, because a client's filter may have kept it from hearing any. */
    private boolean beat(EventStreams.Place place) {
        return !place.over() && line.comment("heartbeat", last);
    }

    private boolean tell(List<RecordedEvent> part) {
        long next = part.getFirst().number();
        boolean open = next == last + 1 || gapTo(next - 1);
        for (RecordedEvent event : part) {
            open = open && tell(EventView.of(event, json));
        }
        return open;
    }

    private boolean tell(EventView event) {
        last = event.number();
        return !filter.admits(event) || line.event(last, event.kind(), write(event));
    }

    /** The client has to read afresh whatever it keeps: there are events that it can't get. */
    private boolean gapTo(long number) {
        Map<String, Long> gap = Map.of("seen", last, "continuesAfter", number);
        last = number;
        return line.event(number, "gap", write(gap));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event can't be written", e);
        }
    }
}
