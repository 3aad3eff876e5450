package dev.vman.api;

import dev.vman.Failure;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.ForwardRequests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Ports of the host that lead to a VM's first NIC. */
@Path("vms/{vm}/forwards")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Networks")
public class ForwardsResource {
    private final ForwardRequests requests;
    private final ForwardReading reading;
    private final Outcomes outcomes;

    ForwardsResource(ForwardRequests requests, ForwardReading reading, Outcomes outcomes) {
        this.requests = requests;
        this.reading = reading;
        this.outcomes = outcomes;
    }

    @GET
    @Operation(operationId = "listForwards", summary = "The forwarded ports of a VM")
    public Items<ForwardView> list(@PathParam("vm") String vm, @BeanParam ListParameters part) {
        return reading.list(vm, part);
    }

    @GET
    @Path("{forward}")
    @Operation(operationId = "getForward", summary = "One forwarded port")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ForwardView.class)))
    public Response get(@PathParam("vm") String vm, @PathParam("forward") String forward) {
        return Outcomes.resource(reading.read(vm, id(forward))).build();
    }

    @POST
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "createForward",
            summary = "Forwards a port, at once where the VM runs; tells the `hostPort`")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = ForwardView.class)))
    public Response create(@PathParam("vm") String vm, ForwardBody body, @BeanParam Creation how) {
        Ask ask = how.ask(body);
        return outcomes.created(
                requests.create(vm, body.toNewForward(), ask), how.preference(), reading.of(vm));
    }

    @DELETE
    @Path("{forward}")
    @Operation(
            operationId = "deleteForward",
            summary = "Forwards a port no more; connections that are open may go on")
    @APIResponse(responseCode = "204")
    public Response delete(
            @PathParam("vm") String vm,
            @PathParam("forward") String forward,
            @BeanParam Change how) {
        return outcomes.deleted(
                requests.delete(vm, id(forward), how.ask()), how.preference(), reading.of(vm));
    }

    private static UUID id(String forward) {
        try {
            return UUID.fromString(forward);
        } catch (IllegalArgumentException e) {
            throw new Failure.NotFound("forward", forward);
        }
    }
}
