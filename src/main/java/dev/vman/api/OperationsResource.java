package dev.vman.api;

import dev.vman.Failure;
import dev.vman.inventory.Reference;
import dev.vman.journal.Journal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is being done, and what was; kept across restarts. */
@Path("operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Operations")
public class OperationsResource {
    static final QueryValue.Range WAIT = new QueryValue.Range(0, 600, 0);
    private final Journal journal;

    OperationsResource(Journal journal) {
        this.journal = journal;
    }

    @GET
    @Operation(operationId = "listOperations", summary = "Operations, newest first")
    public Items<OperationView> list(
            @BeanParam OperationFilterParameters filter, @BeanParam ListParameters part) {
        List<dev.vman.journal.Operation> oneMore =
                journal.list(filter.toFilter(), before(part.last()), part.size() + 1);
        Items<dev.vman.journal.Operation> shown =
                Items.of(oneMore, part.size(), row -> Long.toString(row.sequence()));
        return new Items<>(
                shown.items().stream().map(row -> OperationView.of(row, journal)).toList(),
                shown.next());
    }

    private static long before(String cursor) {
        if (cursor.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!cursor.matches("[0-9]{1,18}")) {
            throw Cursor.refusal();
        }
        return Long.parseLong(cursor);
    }

    @GET
    @Path("{operation}")
    @Operation(operationId = "getOperation", summary = "One operation; long-polls with `wait`")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response get(
            @PathParam("operation") String operation,
            @QueryParam("wait")
                    @Parameter(
                            description = "Seconds to wait for its end: 0 to 600.",
                            example = "10")
                    @Nullable String wait) {
        Duration deadline = Duration.ofSeconds(QueryValue.number("wait", wait, WAIT));
        return answer(journal.await(id(operation), deadline));
    }

    @POST
    @Path("{operation}/actions/cancel")
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "cancelOperation",
            summary = "Ends an operation early, if its present step can be cancelled")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Response cancel(@PathParam("operation") String operation, NoFields body) {
        return answer(journal.cancel(id(operation)));
    }

    private Response answer(dev.vman.journal.Operation operation) {
        return Outcomes.resource(OperationView.read(operation, journal)).build();
    }

    private static UUID id(String operation) {
        return switch (Reference.parse(operation)) {
            case Reference.ById(UUID id) -> id;
            case Reference.ByName(String name) ->
                    throw new Failure.NotFound(
                            "operation", name.length() > 80 ? name.substring(0, 80) : name);
        };
    }
}
