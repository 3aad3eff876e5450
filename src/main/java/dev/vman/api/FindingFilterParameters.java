package dev.vman.api;

import dev.vman.observer.FindingKind;
import dev.vman.observer.FindingState;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which findings to list. */
public record FindingFilterParameters(
        @QueryParam("kind") @Parameter(example = "missing-disk") @Nullable String kind,
        @QueryParam("state") @Parameter(example = "open") @Nullable String state,
        @QueryParam("vm") @Parameter(description = "A VM's id or name.") @Nullable String vm) {
    Optional<FindingKind> ofKind() {
        return QueryValue.oneOf("kind", kind, FindingKind.class);
    }

    Optional<FindingState> ofState() {
        return QueryValue.oneOf("state", state, FindingState.class);
    }
}
