package dev.vman.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Says of the WebSockets what they are, and answers those who come without an upgrade; the others
 * never get here ({@link SocketUpgrades}).
 */
@Path("vms/{vm}")
@RunOnVirtualThread
@Tag(name = "Consoles and screens")
public class VmSocketsResource {
    @GET
    @Path("console/stream")
    @Operation(
            operationId = "openConsole",
            summary = "The live serial line, as a WebSocket",
            description =
                    "Binary frames hold what the guest writes, the last 64 KiB first; text frames are words of the"
                            + " daemon's. Whatever the client sends, text or binary, is typed. Many may read; one may"
                            + " type: who types first, until it leaves or has typed nothing for a minute, or another"
                            + " one comes with `write=true`. Closed with 1013: the client was too slow; 1001: the"
                            + " daemon ends, or the VM was deleted.")
    @APIResponse(responseCode = "101", description = "The WebSocket.")
    public void console(
            @PathParam("vm") String vm,
            @Parameter(
                            description = "Instead of the token; see `POST /tickets`.",
                            example = "mH8oWl2yRr0E3bSgQp4sT0m1cXkz9q7D5vJfUuYlA6w")
                    @QueryParam("ticket")
                    @Nullable String ticket,
            @Parameter(description = "Takes the line from whoever has it.", example = "false")
                    @QueryParam("write")
                    @Nullable String write) {
        throw upgradeRequired();
    }

    @GET
    @Path("vnc")
    @Operation(
            operationId = "openScreen",
            summary = "The screen, keyboard and mouse of a running VM: RFB over a WebSocket",
            description =
                    "Binary frames, both ways, as noVNC speaks them. Many may be connected at once. Closed with 1001"
                            + " when the VM stops.")
    @APIResponse(responseCode = "101", description = "The WebSocket.")
    public void screen(
            @PathParam("vm") String vm,
            @Parameter(
                            description = "Instead of the token; see `POST /tickets`.",
                            example = "mH8oWl2yRr0E3bSgQp4sT0m1cXkz9q7D5vJfUuYlA6w")
                    @QueryParam("ticket")
                    @Nullable String ticket) {
        throw upgradeRequired();
    }

    private static HttpProblem upgradeRequired() {
        return HttpProblem.of(
                        426,
                        "upgrade-required",
                        "This address is a WebSocket.",
                        "Connect with a WebSocket client (ws://).")
                .with("Upgrade", "websocket");
    }
}
