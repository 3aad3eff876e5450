package dev.vman.api;

import dev.vman.Failure;
import dev.vman.host.HostFacts;
import dev.vman.host.Space;
import dev.vman.inventory.StorageLayout;
import dev.vman.operator.Operator;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What this host has and can do. */
@Path("host")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Host")
public class HostResource {
    private final Operator operator;
    private final StorageLayout storage;

    HostResource(Operator operator, StorageLayout storage) {
        this.operator = operator;
        this.storage = storage;
    }

    @GET
    @Operation(
            operationId = "getHost",
            summary = "QEMU's versions, the accelerator in use and why, capacity, privileges")
    public HostView get() {
        try {
            return HostView.of(operator.capabilities(), HostFacts.read(), Space.of(storage.root()));
        } catch (IOException e) {
            throw new Failure.HostFailure(
                    "host-unreadable",
                    "The host's facts can't be read: " + e.getMessage(),
                    null,
                    e);
        }
    }
}
