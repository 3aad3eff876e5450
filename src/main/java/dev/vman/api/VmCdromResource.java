package dev.vman.api;

import dev.vman.inventory.Reference;
import dev.vman.lifecycle.CdromRequests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
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

/** A VM's CD-ROM drive, and what lies in it. */
@Path("vms/{vm}/cdrom")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "VMs")
public class VmCdromResource {
    private static final String LOCKED = "504, where the guest keeps the tray locked.";
    private final CdromRequests requests;
    private final CdromReading reading;
    private final Outcomes outcomes;

    VmCdromResource(CdromRequests requests, CdromReading reading, Outcomes outcomes) {
        this.requests = requests;
        this.reading = reading;
        this.outcomes = outcomes;
    }

    @GET
    @Operation(operationId = "getCdrom", summary = "The VM's CD-ROM drive, and what lies in it")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = CdromView.class)))
    public Response get(@PathParam("vm") String vm) {
        return Outcomes.resource(reading.read(Reference.parse(vm))).build();
    }

    @PUT
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "insertCdrom",
            summary =
                    "Puts an ISO image into the drive, at once where the VM runs; a VM without a drive gets one",
            description = LOCKED)
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = CdromView.class)))
    public Response insert(@PathParam("vm") String vm, CdromBody body, @BeanParam Change how) {
        return outcomes.changed(
                requests.insert(vm, body.image(), Boolean.TRUE.equals(body.force()), how.ask()),
                how.preference(),
                reading);
    }

    @DELETE
    @Operation(
            operationId = "ejectCdrom",
            summary = "Empties the drive, which stays",
            description = LOCKED)
    @APIResponse(responseCode = "204")
    @APIResponse(
            responseCode = "200",
            description = "It was empty already.",
            content = @Content(schema = @Schema(implementation = CdromView.class)))
    public Response eject(
            @PathParam("vm") String vm,
            @QueryParam("force")
                    @Parameter(
                            description = "Opens a tray that the guest keeps locked.",
                            example = "false")
                    @Nullable String force,
            @BeanParam Change how) {
        return outcomes.deleted(
                requests.eject(vm, QueryValue.flag("force", force), how.ask()),
                how.preference(),
                reading);
    }
}
