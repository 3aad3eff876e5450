package dev.vman.api;

import dev.vman.inventory.Reference;
import dev.vman.lifecycle.NetworkRequests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Bringing a network in line by hand. */
@Path("networks/{network}/actions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(JsonBodies.JSON)
@RunOnVirtualThread
@Tag(name = "Networks")
public class NetworkActionsResource {
    private final NetworkRequests requests;
    private final NetworkReading reading;
    private final Outcomes outcomes;

    NetworkActionsResource(NetworkRequests requests, NetworkReading reading, Outcomes outcomes) {
        this.requests = requests;
        this.reading = reading;
        this.outcomes = outcomes;
    }

    @POST
    @Path("apply")
    @Operation(
            operationId = "applyNetwork",
            summary = "Does what `?plan=true` shows; guests don't notice")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = NetworkView.class)))
    public Response apply(
            @PathParam("network") String network, NoFields body, @BeanParam Creation how) {
        return outcomes.changed(
                requests.apply(Reference.parse(network), how.ask(body)), how.preference(), reading);
    }
}
