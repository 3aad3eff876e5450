package dev.vman.api;

import dev.vman.inventory.VmFilter;
import dev.vman.inventory.VmState;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which VMs to list. */
public record VmFilterParameters(
        @QueryParam("state") @Parameter(example = "running") @Nullable String state,
        @QueryParam("label") @Parameter(description = "`key` or `key=value`.", example = "team=web")
                @Nullable String label,
        @QueryParam("host") @Parameter(example = "host-1") @Nullable String host) {
    VmFilter toFilter() {
        return new VmFilter(
                QueryValue.oneOf("state", state, VmState.class),
                Optional.ofNullable(label),
                Optional.ofNullable(host));
    }
}
