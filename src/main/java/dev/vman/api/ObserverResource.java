package dev.vman.api;

import dev.vman.observer.Findings;
import dev.vman.observer.ObserverConfig;
import dev.vman.observer.PassReport;
import dev.vman.observer.Passes;
import dev.vman.reconciler.Policies;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The observer's passes over the world. */
@Path("observer")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Observer")
public class ObserverResource {
    private final Passes passes;
    private final Findings findings;
    private final ObserverConfig config;
    private final Policies policies;

    ObserverResource(Passes passes, Findings findings, ObserverConfig config, Policies policies) {
        this.passes = passes;
        this.findings = findings;
        this.config = config;
        this.policies = policies;
    }

    @GET
    @Path("status")
    @Operation(operationId = "getObserverStatus", summary = "The last pass, and what is open")
    public ObserverView status() {
        return new ObserverView(
                config.interval().toSeconds(),
                passes.last().orElse(null),
                findings.open(),
                policies.all());
    }

    @POST
    @Path("actions/run")
    @Consumes(JsonBodies.JSON)
    @Operation(operationId = "runObserver", summary = "Makes a pass now; answers with its report")
    public PassReport run(
            @QueryParam("deep")
                    @Parameter(
                            description =
                                    "Looks into the disks' files first, those that have not changed included: headers, and the"
                                            + " tables of those that no VM uses. For a minute at most; `checked.images` says how many"
                                            + " were looked into so far.",
                            example = "false")
                    @Nullable String deep,
            NoFields body) {
        return QueryValue.flag("deep", deep) ? passes.runDeep() : passes.run();
    }
}
