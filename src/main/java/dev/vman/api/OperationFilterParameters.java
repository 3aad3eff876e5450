package dev.vman.api;

import dev.vman.journal.OperationFilter;
import dev.vman.journal.OperationState;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which operations to list. */
public record OperationFilterParameters(
        @QueryParam("state") @Parameter(example = "running") @Nullable String state,
        @QueryParam("kind") @Parameter(example = "vm.start") @Nullable String kind,
        @QueryParam("target") @Parameter(description = "The id of a VM, disk or template.")
                @Nullable String target) {
    OperationFilter toFilter() {
        return new OperationFilter(
                QueryValue.oneOf("state", state, OperationState.class),
                Optional.ofNullable(kind),
                QueryValue.id("target", target));
    }
}
