package dev.vman.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.journal.EventLog;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What happens, as it happens. */
@Path("events")
@RunOnVirtualThread
@Tag(name = "Events")
public class EventsResource {
    private final EventLog log;
    private final EventStreams streams;
    private final EventStreamConfig config;
    private final VmReading vms;
    private final ObjectMapper json;

    EventsResource(
            EventLog log,
            EventStreams streams,
            EventStreamConfig config,
            VmReading vms,
            ObjectMapper json) {
        this.log = log;
        this.streams = streams;
        this.config = config;
        this.vms = vms;
        this.json = json;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followEvents",
            summary = "Every change, numbered without gaps, as server-sent events",
            description =
                    "`id` is the number, `event` the kind, `data` the EventView as JSON. `Last-Event-ID` or `after`"
                            + " replays what was missed; `event: gap` says that some of it is not kept any more. A"
                            + " client that does not read is cut off.")
    @APIResponse(
            responseCode = "200",
            description = "A stream without an end.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = EventView.class)))
    public void follow(
            @BeanParam EventParameters parameters,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context RoutingContext exchange) {
        EventFilter filter = parameters.filter(vms);
        OptionalLong seen = parameters.seen(lastEventId);
        EventStreams.Place place = streams.enter(exchange);
        try (EventLine line = new EventLine(sink, sse, exchange, config.sendTimeout())) {
            new EventStream(log, filter, line, json, config.heartbeat()).run(seen, place);
        }
    }
}
