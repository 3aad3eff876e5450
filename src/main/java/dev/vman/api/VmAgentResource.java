package dev.vman.api;

import dev.vman.lifecycle.GuestRequests;
import dev.vman.lifecycle.ProbeRequests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is inside of a VM's guest, as its agent says, and what can be done there. */
@Path("vms/{vm}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Guests")
public class VmAgentResource {
    private final GuestRequests guests;
    private final ProbeRequests probes;

    VmAgentResource(GuestRequests guests, ProbeRequests probes) {
        this.guests = guests;
        this.probes = probes;
    }

    @GET
    @Path("agent")
    @Operation(
            operationId = "getAgent",
            summary = "What the guest says of itself; `available` is false where no agent answers")
    public AgentView agent(@PathParam("vm") String vm) {
        return AgentView.of(guests.facts(vm));
    }

    @POST
    @Path("exec")
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "execInVm",
            summary = "Runs a command in the guest, and waits for its end")
    public ExecView exec(@PathParam("vm") String vm, ExecBody body) {
        return ExecView.of(guests.run(vm, body.toCommand()));
    }

    @POST
    @Path("actions/probe")
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "probeVm",
            summary = "Whether the guest is reached from the host, found out by connecting")
    public ProbeView probe(@PathParam("vm") String vm, ProbeBody body) {
        return ProbeView.of(probes.tcp(vm, body.tcp()));
    }
}
