package dev.vman.api;

import dev.vman.Failure;
import dev.vman.agent.FileAttributes;
import dev.vman.agent.GuestFile;
import dev.vman.lifecycle.GuestRequests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Files of a VM's guest, as streams of any size. */
@Path("vms/{vm}/files")
@RunOnVirtualThread
@Tag(name = "Guests")
public class VmFilesResource {
    private final GuestRequests guests;

    VmFilesResource(GuestRequests guests) {
        this.guests = guests;
    }

    @GET
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            operationId = "getGuestFile",
            summary = "A file of the guest; cut off before its end if the guest goes meanwhile")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response get(
            @PathParam("vm") String vm,
            @QueryParam("path")
                    @Parameter(description = "An absolute path.", example = "/etc/hostname")
                    @Nullable String path) {
        GuestFile file = guests.find(vm, required(path));
        StreamingOutput content = target -> GuestRequests.copy(file, target);
        return Response.ok(content).header("Content-Length", file.sizeBytes()).build();
    }

    @PUT
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putGuestFile",
            summary = "Writes a file of the guest: whole, read back and compared, or not at all")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public GuestFileView put(
            @PathParam("vm") String vm,
            @QueryParam("path") @Parameter(description = "An absolute path.", example = "/etc/motd")
                    @Nullable String path,
            @QueryParam("mode")
                    @Parameter(
                            description = "Octal; else that of the file that is replaced, or 0644.",
                            example = "0644")
                    @Nullable String mode,
            @QueryParam("owner")
                    @Parameter(
                            description =
                                    "Else that of the file that is replaced, or the agent's user.",
                            example = "www-data:www-data")
                    @Nullable String owner,
            InputStream content,
            @Context RoutingContext exchange)
            throws IOException {
        try {
            return put(vm, required(path), attributes(mode, owner), content);
        } catch (RuntimeException e) {
            Rest.drop(content, exchange);
            throw e;
        }
    }

    private GuestFileView put(
            String vm, String path, FileAttributes attributes, InputStream content)
            throws IOException {
        return GuestFileView.of(path, guests.write(vm, path, content, attributes));
    }

    private static FileAttributes attributes(@Nullable String mode, @Nullable String owner) {
        if (mode != null && !FileAttributes.isMode(mode)) {
            throw Failure.Invalid.field("mode", "must be three or four octal digits");
        }
        if (owner != null && !FileAttributes.isOwner(owner)) {
            throw Failure.Invalid.field("owner", "must be user, user:group or :group");
        }
        return new FileAttributes(Optional.ofNullable(mode), Optional.ofNullable(owner));
    }

    private static String required(@Nullable String path) {
        if (path == null) {
            throw QueryValue.refusal("path", "is required");
        }
        return path;
    }
}
