package dev.vman.api;

import dev.vman.inventory.DiskState;
import dev.vman.inventory.Reference;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.DiskRequests;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Disks, root disks too. */
@Path("disks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Disks")
public class DisksResource {
    private final DiskRequests requests;
    private final DiskReading reading;
    private final Outcomes outcomes;

    DisksResource(DiskRequests requests, DiskReading reading, Outcomes outcomes) {
        this.requests = requests;
        this.reading = reading;
        this.outcomes = outcomes;
    }

    @GET
    @Operation(operationId = "listDisks", summary = "Disks, in the order of names")
    public Items<DiskView> list(
            @QueryParam("state") @Parameter(example = "available") @Nullable String state,
            @QueryParam("vm") @Parameter(description = "Id or name of a VM.", example = "web-1")
                    @Nullable String vm,
            @BeanParam ListParameters part) {
        return reading.list(
                QueryValue.oneOf("state", state, DiskState.class),
                Optional.ofNullable(vm).map(Reference::parse),
                part);
    }

    @GET
    @Path("{disk}")
    @Operation(operationId = "getDisk", summary = "One disk, by id or name")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DiskView.class)))
    public Response get(@PathParam("disk") String disk) {
        return Outcomes.resource(reading.read(Reference.parse(disk))).build();
    }

    @POST
    @Consumes(JsonBodies.JSON)
    @Operation(operationId = "createDisk", summary = "Creates an empty disk")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = DiskView.class)))
    public Response create(DiskBody body, @BeanParam Creation how) {
        Ask ask = how.ask(body);
        return outcomes.created(requests.create(body.toNewDisk(), ask), how.preference(), reading);
    }

    @PATCH
    @Path("{disk}")
    @Consumes({JsonBodies.JSON, JsonBodies.MERGE_PATCH})
    @Operation(
            operationId = "changeDisk",
            summary = "Renames a disk, or grows it, also while it is attached and running")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DiskView.class)))
    public Response change(
            @PathParam("disk") String disk, DiskChangeBody body, @BeanParam Change how) {
        return outcomes.changed(
                requests.change(disk, body.toChange(), how.ask()), how.preference(), reading);
    }

    @DELETE
    @Path("{disk}")
    @Operation(
            operationId = "deleteDisk",
            summary = "Deletes a disk that no process holds, and its content")
    @APIResponse(responseCode = "204")
    public Response delete(@PathParam("disk") String disk, @BeanParam Change how) {
        return outcomes.deleted(requests.delete(disk, how.ask()), how.preference(), reading);
    }
}
