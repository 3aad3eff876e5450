package dev.vman.api;

import dev.vman.Failure;
import dev.vman.host.HostFacts;
import dev.vman.host.Space;
import dev.vman.inventory.StorageLayout;
import dev.vman.operator.HostName;
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
    private final HostName name;
    private final HostFacts facts;
    private final StorageLayout storage;
    private final HostNetwork network;

    HostResource(
            Operator operator,
            HostName name,
            HostFacts facts,
            StorageLayout storage,
            HostNetwork network) {
        this.operator = operator;
        this.name = name;
        this.facts = facts;
        this.storage = storage;
        this.network = network;
    }

    @GET
    @Operation(
            operationId = "getHost",
            summary =
                    "QEMU's versions, the accelerator in use and why, capacity, privileges, network mode")
    public HostView get() {
        try {
            Space space = Space.of(storage.root());
            return HostView.of(name, operator.capabilities(), facts, space, network.read());
        } catch (IOException e) {
            throw new Failure.HostFailure(
                    "host-unreadable",
                    "The storage folder's room can't be told: " + e.getMessage(),
                    null,
                    e);
        }
    }
}
