package dev.vman.api;

import dev.vman.inventory.Reference;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.TemplateRequests;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Templates: what a VM gets where its request does not say. */
@Path("templates")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Templates")
public class TemplatesResource {
    private final TemplateRequests requests;
    private final TemplateReading reading;
    private final Outcomes outcomes;

    TemplatesResource(TemplateRequests requests, TemplateReading reading, Outcomes outcomes) {
        this.requests = requests;
        this.reading = reading;
        this.outcomes = outcomes;
    }

    @GET
    @Operation(operationId = "listTemplates", summary = "Templates, in the order of names")
    public Items<TemplateView> list(@BeanParam ListParameters part) {
        return reading.list(part);
    }

    @GET
    @Path("{template}")
    @Operation(operationId = "getTemplate", summary = "One template, by id or name")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = TemplateView.class)))
    public Response get(@PathParam("template") String template) {
        return Outcomes.resource(reading.read(Reference.parse(template))).build();
    }

    @POST
    @Consumes(JsonBodies.JSON)
    @Operation(operationId = "createTemplate", summary = "Creates a template")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = TemplateView.class)))
    public Response create(TemplateBody body, @BeanParam Creation how) {
        Ask ask = how.ask(body);
        return outcomes.created(
                requests.create(body.toNewTemplate(), ask), how.preference(), reading);
    }

    @PATCH
    @Path("{template}")
    @Consumes({JsonBodies.JSON, JsonBodies.MERGE_PATCH})
    @Operation(
            operationId = "changeTemplate",
            summary = "Changes a template; VMs made from it keep what they have")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = TemplateView.class)))
    public Response change(
            @PathParam("template") String template,
            TemplateChangeBody body,
            @BeanParam Change how) {
        return outcomes.changed(
                requests.change(template, body.toChange(), how.ask()), how.preference(), reading);
    }

    @DELETE
    @Path("{template}")
    @Operation(operationId = "deleteTemplate", summary = "Deletes a template that no VM uses")
    @APIResponse(responseCode = "204")
    public Response delete(@PathParam("template") String template, @BeanParam Change how) {
        return outcomes.deleted(requests.delete(template, how.ask()), how.preference(), reading);
    }
}
