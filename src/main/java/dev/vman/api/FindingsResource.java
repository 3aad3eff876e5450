package dev.vman.api;

import dev.vman.Failure;
import dev.vman.inventory.Reference;
import dev.vman.observer.Findings;
import dev.vman.reconciler.Repairs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
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

/** Differences between the record and the world. */
@Path("findings")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Observer")
public class FindingsResource {
    private final Findings findings;
    private final FindingReading reading;
    private final Repairs repairs;
    private final Outcomes outcomes;

    FindingsResource(
            Findings findings, FindingReading reading, Repairs repairs, Outcomes outcomes) {
        this.findings = findings;
        this.reading = reading;
        this.repairs = repairs;
        this.outcomes = outcomes;
    }

    @GET
    @Operation(operationId = "listFindings", summary = "Findings, newest first")
    public Items<FindingView> list(
            @BeanParam FindingFilterParameters filter, @BeanParam ListParameters part) {
        return reading.list(filter, part);
    }

    @GET
    @Path("{finding}")
    @Operation(operationId = "getFinding", summary = "One finding, with its evidence")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = FindingView.class)))
    public Response get(@PathParam("finding") String finding) {
        return Outcomes.resource(reading.read(id(finding))).build();
    }

    @POST
    @Path("{finding}/actions/ignore")
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "ignoreFinding",
            summary = "Says that the difference is to stay; it resolves when it is gone")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = FindingView.class)))
    public Response ignore(@PathParam("finding") String finding, NoFields body) {
        UUID id = id(finding);
        findings.ignore(id);
        return Outcomes.resource(reading.read(id)).build();
    }

    @POST
    @Path("{finding}/actions/repair")
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "repairFinding",
            summary = "Cures the difference, through an operation; ?dryRun=true shows the plan",
            description =
                    "409 where it is not open, or VMAN has no repair for it (`no-repair`; the"
                            + " remedy says what a person can do). A `repair-limit` lets go exactly"
                            + " what its dry run has shown.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = FindingView.class)))
    public Response repair(
            @PathParam("finding") String finding, NoFields body, @BeanParam Creation how) {
        return outcomes.changed(
                repairs.repair(id(finding), how.ask(body)), how.preference(), reading);
    }

    @POST
    @Path("{finding}/actions/undo")
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "undoRepair",
            summary = "Brings back what the repair has moved into the quarantine",
            description = "The finding is open again, and is not repaired by itself any more.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = FindingView.class)))
    public Response undo(
            @PathParam("finding") String finding, NoFields body, @BeanParam Creation how) {
        return outcomes.changed(
                repairs.undo(id(finding), how.ask(body)), how.preference(), reading);
    }

    private static UUID id(String finding) {
        return switch (Reference.parse(finding)) {
            case Reference.ById(UUID id) -> id;
            case Reference.ByName(String name) ->
                    throw new Failure.NotFound(
                            "finding", name.length() > 80 ? name.substring(0, 80) : name);
        };
    }
}
