package dev.vman.api;

import dev.vman.inventory.Metadata;
import dev.vman.inventory.Reference;
import dev.vman.lifecycle.VmRequests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
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

/** What a VM's guest is told when it asks the metadata service. */
@Path("vms/{vm}/metadata")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "VMs")
public class VmMetadataResource {
    private final VmRequests requests;
    private final MetadataReading reading;
    private final Outcomes outcomes;

    VmMetadataResource(VmRequests requests, MetadataReading reading, Outcomes outcomes) {
        this.requests = requests;
        this.reading = reading;
        this.outcomes = outcomes;
    }

    @GET
    @Operation(operationId = "getMetadata", summary = "What the VM's guest is told of itself")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MetadataBody.class)))
    public Response get(@PathParam("vm") String vm) {
        return Outcomes.resource(reading.read(Reference.parse(vm))).build();
    }

    @PUT
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "setMetadata",
            summary = "Replaces it all; a running guest is told when it asks next")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MetadataBody.class)))
    public Response set(@PathParam("vm") String vm, MetadataBody body, @BeanParam Change how) {
        return outcomes.changed(
                requests.setMetadata(vm, body.toMetadata(""), how.ask()),
                how.preference(),
                reading);
    }

    @DELETE
    @Operation(operationId = "deleteMetadata", summary = "Its guest is told its name alone")
    @APIResponse(responseCode = "204")
    public Response delete(@PathParam("vm") String vm, @BeanParam Change how) {
        return outcomes.deleted(
                requests.setMetadata(vm, Metadata.NONE, how.ask()), how.preference(), reading);
    }
}
