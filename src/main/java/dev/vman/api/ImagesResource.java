package dev.vman.api;

import dev.vman.image.ImageSource;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.ImageState;
import dev.vman.inventory.Reference;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.ImageRequests;
import dev.vman.lifecycle.NewImage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Images: what disks begin as, and what is read as a CD-ROM. */
@Path("images")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Images")
public class ImagesResource {
    private final ImageRequests requests;
    private final ImageReading reading;
    private final Outcomes outcomes;

    ImagesResource(ImageRequests requests, ImageReading reading, Outcomes outcomes) {
        this.requests = requests;
        this.reading = reading;
        this.outcomes = outcomes;
    }

    @GET
    @Operation(operationId = "listImages", summary = "Images, in the order of names")
    public Items<ImageView> list(
            @QueryParam("state") @Parameter(example = "ready") @Nullable String state,
            @QueryParam("kind") @Parameter(example = "disk") @Nullable String kind,
            @BeanParam ListParameters part) {
        return reading.list(
                QueryValue.oneOf("state", state, ImageState.class),
                QueryValue.oneOf("kind", kind, ImageKind.class),
                part);
    }

    @GET
    @Path("{image}")
    @Operation(operationId = "getImage", summary = "One image, by id or name")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ImageView.class)))
    public Response get(@PathParam("image") String image) {
        return Outcomes.resource(reading.read(Reference.parse(image))).build();
    }

    @POST
    @Consumes(JsonBodies.JSON)
    @Operation(
            operationId = "importImage",
            summary =
                    "Imports an image from a file of the host or a URL; answers 202 unless `Prefer: wait=`")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = ImageView.class)))
    public Response create(ImageBody body, @BeanParam Creation how) {
        Ask ask = how.ask(body);
        return outcomes.created(
                requests.create(body.toNewImage(), ask), how.patienceForLong(), reading);
    }

    @PUT
    @Path("{image}/content")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            operationId = "uploadImage",
            summary = "Imports an image from the body; answers 202 unless `Prefer: wait=`")
    @RequestBody(
            description = "Raw or qcow2, or an ISO image; as it is, or packed by gzip, xz or zstd.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = ImageView.class)))
    public Response upload(
            @PathParam("image") @Parameter(description = "The new image's name.") String name,
            @QueryParam("kind") @Parameter(example = "disk") @Nullable String kind,
            @QueryParam("sha256")
                    @Parameter(
                            description = "SHA-256 of the body, in hexadecimal.",
                            example =
                                    "30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58")
                    @Nullable String sha256,
            @HeaderParam("Content-Length") @Parameter(hidden = true) @Nullable Long length,
            InputStream content,
            @BeanParam Change how) {
        NewImage wanted =
                new NewImage(
                        name,
                        QueryValue.oneOf("kind", kind, ImageKind.class).orElse(ImageKind.DISK),
                        new ImageSource.Upload(),
                        sha256);
        return outcomes.created(
                requests.upload(wanted, content, length == null ? 0 : length, how.ask()),
                how.patienceForLong(),
                reading);
    }

    @DELETE
    @Path("{image}")
    @Operation(operationId = "deleteImage", summary = "Deletes an image that nothing leans on")
    @APIResponse(responseCode = "204")
    public Response delete(@PathParam("image") String image, @BeanParam Change how) {
        return outcomes.deleted(requests.delete(image, how.ask()), how.preference(), reading);
    }
}
