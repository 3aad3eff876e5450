package dev.vman.api;

import dev.vman.inventory.Network;
import dev.vman.inventory.Reference;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The default network's settings and addresses. */
@Path("network/config")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Networks")
public class NetworkConfigResource {
    private final NetworkReading reading;
    private final HostNetwork host;

    NetworkConfigResource(NetworkReading reading, HostNetwork host) {
        this.reading = reading;
        this.host = host;
    }

    @GET
    @Operation(
            operationId = "getNetworkConfig",
            summary = "The default network's settings and allocated addresses on one page")
    public NetworkConfigView get() {
        NetworkHostView why = host.read();
        return new NetworkConfigView(
                reading.read(new Reference.ByName(Network.DEFAULT), false).view(),
                why.reason(),
                why.namespace());
    }
}
