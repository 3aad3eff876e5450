package dev.vman.api;

import dev.vman.lifecycle.Answer;
import dev.vman.lifecycle.DiskRequests;
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

/** Plugging disks in and out; hot on a running VM. */
@Path("disks/{disk}/actions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(JsonBodies.JSON)
@RunOnVirtualThread
@Tag(name = "Disks")
public class DiskActionsResource {
    private final DiskRequests requests;
    private final DiskReading reading;
    private final Outcomes outcomes;

    DiskActionsResource(DiskRequests requests, DiskReading reading, Outcomes outcomes) {
        this.requests = requests;
        this.reading = reading;
        this.outcomes = outcomes;
    }

    @POST
    @Path("attach")
    @Operation(
            operationId = "attachDisk",
            summary = "Attaches a disk: hot on a running VM, else for its next start")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DiskView.class)))
    public Response attach(
            @PathParam("disk") String disk, AttachBody body, @BeanParam Creation how) {
        return answer(requests.attach(disk, body.toAttachment(), how.ask(body)), how);
    }

    @POST
    @Path("detach")
    @Operation(
            operationId = "detachDisk",
            summary = "Detaches a disk; answers when QEMU has confirmed",
            description = "A guest that does not release it in time: 504, `guest-did-not-release`.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DiskView.class)))
    public Response detach(
            @PathParam("disk") String disk, DetachBody body, @BeanParam Creation how) {
        boolean force = Boolean.TRUE.equals(body.force());
        return answer(requests.detach(disk, force, how.ask(body)), how);
    }

    private Response answer(Answer answer, Creation how) {
        return outcomes.changed(answer, how.preference(), reading);
    }
}
