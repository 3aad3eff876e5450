package dev.vman.api;

import dev.vman.inventory.Reference;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.NetworkRequests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Networks that VMs can be on. */
@Path("networks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Networks")
public class NetworksResource {
    private final NetworkRequests requests;
    private final NetworkReading reading;
    private final Outcomes outcomes;

    NetworksResource(NetworkRequests requests, NetworkReading reading, Outcomes outcomes) {
        this.requests = requests;
        this.reading = reading;
        this.outcomes = outcomes;
    }

    @GET
    @Operation(operationId = "listNetworks", summary = "Networks, in the order of names")
    public Items<NetworkView> list(@BeanParam ListParameters part) {
        return reading.list(part);
    }

    @GET
    @Path("{network}")
    @Operation(
            operationId = "getNetwork",
            summary = "One network, by id or name, with the addresses that VMs have")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = NetworkView.class)))
    public Response get(
            @PathParam("network") String network,
            @QueryParam("plan")
                    @Parameter(
                            description = "Also what would be done now to bring it in line.",
                            example = "true")
                    @Nullable String plan) {
        return Outcomes.resource(
                        reading.read(Reference.parse(network), QueryValue.flag("plan", plan)))
                .build();
    }

    @POST
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "createNetwork",
            summary = "Creates a network, and its bridge with DHCP and filters")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = NetworkView.class)))
    public Response create(NetworkBody body, @BeanParam Creation how) {
        Ask ask = how.ask(body);
        return outcomes.created(
                requests.create(body.name(), body.toWish(), ask), how.preference(), reading);
    }

    @PATCH
    @Path("{network}")
    @Consumes({JsonBodies.JSON, JsonBodies.MERGE_PATCH})
    @Operation(
            operationId = "changeNetwork",
            summary = "Changes a network; all but `dns` only while no VM runs on it")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = NetworkView.class)))
    public Response change(
            @PathParam("network") String network, NetworkChangeBody body, @BeanParam Change how) {
        return outcomes.changed(
                requests.change(network, body.toWish(), how.ask()), how.preference(), reading);
    }

    @DELETE
    @Path("{network}")
    @Operation(
            operationId = "deleteNetwork",
            summary = "Deletes a network that no VM is on, and its bridge unless it is foreign")
    @APIResponse(responseCode = "204")
    public Response delete(@PathParam("network") String network, @BeanParam Change how) {
        return outcomes.deleted(requests.delete(network, how.ask()), how.preference(), reading);
    }
}
