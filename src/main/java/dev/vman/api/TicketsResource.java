package dev.vman.api;

import dev.vman.inventory.Reference;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a browser opens a WebSocket with. */
@Path("tickets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(JsonBodies.JSON)
@RunOnVirtualThread
@Tag(name = "Consoles and screens")
public class TicketsResource {
    private final Tickets tickets;
    private final VmReading reading;

    TicketsResource(Tickets tickets, VmReading reading) {
        this.tickets = tickets;
        this.reading = reading;
    }

    @POST
    @Operation(
            operationId = "issueTicket",
            summary = "A ticket for one WebSocket to one VM",
            description =
                    "Good once, for 30 seconds, for this VM and this kind; programs that can send a header use the"
                            + " token instead.")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = TicketView.class)))
    public Response issue(TicketBody body) {
        Tickets.Issued issued = tickets.issue(reading.id(Reference.parse(body.vm())), body.kind());
        return Response.status(Response.Status.CREATED).entity(TicketView.of(issued)).build();
    }
}
