package dev.vman.api;

import dev.vman.Failure;
import dev.vman.inventory.Reference;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A picture of a VM's screen. */
@Path("vms/{vm}/screenshot")
@RunOnVirtualThread
@Tag(name = "Consoles and screens")
public class VmScreenshotResource {
    private static final String PNG = "image/png";

    /** Each may be as large as 16 MiB. */
    private static final Semaphore FREE = new Semaphore(4);

    private final VmReading reading;
    private final RunningMachines machines;

    VmScreenshotResource(VmReading reading, RunningMachines machines) {
        this.reading = reading;
        this.machines = machines;
    }

    @GET
    @Produces(PNG)
    @Operation(operationId = "getScreenshot", summary = "The screen of a running VM, as it is now")
    @APIResponse(
            responseCode = "200",
            description = "The picture.",
            content =
                    @Content(
                            mediaType = PNG,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public byte[] screenshot(@PathParam("vm") String vm) {
        var machine = machines.require(reading.id(Reference.parse(vm)));
        if (!FREE.tryAcquire()) {
            throw Failure.Unavailable.now(
                    "screenshot-busy", "Too many pictures are being taken.", "Try again.");
        }
        try {
            return machine.screenshot();
        } finally {
            FREE.release();
        }
    }
}
