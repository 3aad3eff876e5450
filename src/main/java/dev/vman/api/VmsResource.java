package dev.vman.api;

import dev.vman.inventory.Reference;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.VmRequests;
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

/** Virtual machines. */
@Path("vms")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "VMs")
public class VmsResource {
    private final VmRequests requests;
    private final VmReading reading;
    private final VmWait wait;
    private final Outcomes outcomes;

    VmsResource(VmRequests requests, VmReading reading, VmWait wait, Outcomes outcomes) {
        this.requests = requests;
        this.reading = reading;
        this.wait = wait;
        this.outcomes = outcomes;
    }

    @GET
    @Operation(operationId = "listVms", summary = "VMs, in the order of names")
    public Items<VmView> list(
            @BeanParam VmFilterParameters filter, @BeanParam ListParameters part) {
        return reading.list(filter.toFilter(), part);
    }

    @GET
    @Path("{vm}")
    @Operation(operationId = "getVm", summary = "One VM, by id or name; long-polls with `wait`")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = VmView.class)))
    public Response get(
            @PathParam("vm") String vm,
            @QueryParam("wait")
                    @Parameter(
                            description = "Answers once it is in this state.",
                            example = "running")
                    @Nullable String state,
            @QueryParam("timeout")
                    @Parameter(
                            description = "Seconds to wait: 0 to 600, 30 where it is left out.",
                            example = "30")
                    @Nullable String timeout) {
        return Outcomes.resource(wait.read(Reference.parse(vm), state, timeout)).build();
    }

    @POST
    @Consumes(JsonBodies.JSON)
    @Operation(operationId = "createVm", summary = "Creates a VM, and starts it if asked to")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = VmView.class)))
    public Response create(VmBody body, @BeanParam Creation how) {
        Ask ask = how.ask(body);
        return outcomes.created(requests.create(body.toNewVm(), ask), how.preference(), reading);
    }

    @PATCH
    @Path("{vm}")
    @Consumes({JsonBodies.JSON, JsonBodies.MERGE_PATCH})
    @Operation(
            operationId = "changeVm",
            summary = "Changes name, labels, policy; cpus, memory and boot order of a stopped VM")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = VmView.class)))
    public Response change(@PathParam("vm") String vm, VmChangeBody body, @BeanParam Change how) {
        return outcomes.changed(
                requests.change(vm, body.toChange(), how.ask()), how.preference(), reading);
    }

    @DELETE
    @Path("{vm}")
    @Operation(
            operationId = "deleteVm",
            summary = "Deletes a VM, its root disk and folder; attached disks are kept")
    @APIResponse(responseCode = "204")
    public Response delete(
            @PathParam("vm") String vm,
            @QueryParam("force")
                    @Parameter(
                            description = "Also a running one: it is stopped by force.",
                            example = "false")
                    @Nullable String force,
            @BeanParam Change how) {
        return outcomes.deleted(
                requests.delete(vm, QueryValue.flag("force", force), how.ask()),
                how.preference(),
                reading);
    }
}
