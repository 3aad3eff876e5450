package dev.vman.api;

import dev.vman.lifecycle.Answer;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.NicRequests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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

/** The network cards of a VM; they come and go while it runs. */
@Path("vms/{vm}/nics")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Networks")
public class NicsResource {
    private static final String EITHER = "Its id or MAC.";
    private final NicRequests requests;
    private final NicReading reading;
    private final Outcomes outcomes;

    NicsResource(NicRequests requests, NicReading reading, Outcomes outcomes) {
        this.requests = requests;
        this.reading = reading;
        this.outcomes = outcomes;
    }

    @GET
    @Operation(operationId = "listNics", summary = "The NICs of a VM")
    public Items<NicView> list(@PathParam("vm") String vm, @BeanParam ListParameters part) {
        return reading.list(vm, part);
    }

    @GET
    @Path("{nic}")
    @Operation(operationId = "getNic", summary = "One NIC")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = NicView.class)))
    public Response get(
            @PathParam("vm") String vm,
            @PathParam("nic") @Parameter(description = EITHER) String nic) {
        return Outcomes.resource(reading.read(vm, nic)).build();
    }

    @POST
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "attachNic",
            summary = "Adds a NIC: hot where the VM runs or is paused, else for its next start",
            description =
                    "A VM has 8 at most. One that runs outside of the network namespace of the"
                            + " bridges can't be given one there: 409, `outside-namespace`.")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = NicView.class)))
    public Response attach(@PathParam("vm") String vm, NicBody body, @BeanParam Creation how) {
        Ask ask = how.ask(body);
        return outcomes.created(
                requests.attach(vm, body.toNewNic(), ask), how.preference(), reading.of(vm));
    }

    @DELETE
    @Path("{nic}")
    @Operation(
            operationId = "detachNic",
            summary = "Removes a NIC; answers when QEMU has confirmed",
            description =
                    "A guest that does not release it in time: 504, `guest-did-not-release`, and the"
                            + " NIC says `detachPending`. Those that a VM was created with can only"
                            + " be removed while it does not run: 409, `not-hot-pluggable`.")
    @APIResponse(responseCode = "204")
    public Response detach(
            @PathParam("vm") String vm,
            @PathParam("nic") @Parameter(description = EITHER) String nic,
            @QueryParam("force")
                    @Parameter(
                            description = "Resets a guest that does not release it.",
                            example = "false")
                    @Nullable String force,
            @BeanParam Change how) {
        Answer answer = requests.detach(vm, nic, QueryValue.flag("force", force), how.ask());
        return outcomes.deleted(answer, how.preference(), reading.of(vm));
    }
}
