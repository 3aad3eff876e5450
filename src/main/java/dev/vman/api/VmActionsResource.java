package dev.vman.api;

import dev.vman.lifecycle.Answer;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.StopOptions;
import dev.vman.lifecycle.VmRequests;
import dev.vman.operator.OperatorConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What can be done to a VM. Already in the state asked for: 200, and nothing is done. */
@Path("vms/{vm}/actions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(JsonBodies.JSON)
@RunOnVirtualThread
@Tag(name = "VMs")
@APIResponse(
        responseCode = "200",
        content = @Content(schema = @Schema(implementation = VmView.class)))
public class VmActionsResource {
    private final VmRequests requests;
    private final VmReading reading;
    private final Outcomes outcomes;
    private final Duration stopTimeout;

    VmActionsResource(
            VmRequests requests, VmReading reading, Outcomes outcomes, OperatorConfig config) {
        this.requests = requests;
        this.reading = reading;
        this.outcomes = outcomes;
        this.stopTimeout = config.stopTimeout();
    }

    @POST
    @Path("start")
    @Operation(operationId = "startVm", summary = "Starts a VM")
    public Response start(@PathParam("vm") String vm, NoFields body, @BeanParam Creation how) {
        return act(body, how, ask -> requests.start(vm, ask));
    }

    @POST
    @Path("stop")
    @Operation(
            operationId = "stopVm",
            summary = "Asks the guest to power off; then quits, terminates and kills QEMU")
    public Response stop(@PathParam("vm") String vm, StopBody body, @BeanParam Creation how) {
        StopOptions options = body.toOptions(stopTimeout);
        return act(body, how, ask -> requests.stop(vm, options, ask));
    }

    @POST
    @Path("restart")
    @Operation(operationId = "restartVm", summary = "Stops a VM, and starts it again")
    public Response restart(@PathParam("vm") String vm, StopBody body, @BeanParam Creation how) {
        StopOptions options = body.toOptions(stopTimeout);
        return act(body, how, ask -> requests.restart(vm, options, ask));
    }

    @POST
    @Path("pause")
    @Operation(operationId = "pauseVm", summary = "Halts the guest's CPUs")
    public Response pause(@PathParam("vm") String vm, NoFields body, @BeanParam Creation how) {
        return act(body, how, ask -> requests.pause(vm, ask));
    }

    @POST
    @Path("resume")
    @Operation(operationId = "resumeVm", summary = "Lets the CPUs of a paused guest run")
    public Response resume(@PathParam("vm") String vm, NoFields body, @BeanParam Creation how) {
        return act(body, how, ask -> requests.resume(vm, ask));
    }

    @POST
    @Path("reset")
    @Operation(operationId = "resetVm", summary = "Pushes the reset button")
    public Response reset(@PathParam("vm") String vm, NoFields body, @BeanParam Creation how) {
        return act(body, how, ask -> requests.reset(vm, ask));
    }

    private Response act(Record body, Creation how, Function<Ask, Answer> request) {
        SeenOutcome outcome = new SeenOutcome(reading, reading::readHere);
        Answer answer = request.apply(how.ask(body).witnessedBy(outcome));
        outcome.checkAgainst(answer);
        return outcomes.changed(answer, how.preference(), outcome);
    }
}
