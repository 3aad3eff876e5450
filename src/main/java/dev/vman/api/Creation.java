package dev.vman.api;

import dev.vman.journal.IdempotencyKey;
import dev.vman.lifecycle.Ask;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** How a POST wants to be carried out. */
public record Creation(
        @HeaderParam("Idempotency-Key")
                @Parameter(
                        description =
                                "The client's own name for this request: one that is repeated with"
                                        + " the same key is done once.",
                        example = "6f1d0c52-8a3e-4b7a-9c55-2f0e1d4b7a90")
                @Nullable String idempotencyKey,
        @HeaderParam("Prefer")
                @Parameter(
                        description =
                                "`respond-async`: answers 202 at once; `wait=<seconds>`: when it is not done by"
                                        + " then.",
                        example = "respond-async")
                List<String> prefer,
        @QueryParam("dryRun")
                @Parameter(
                        description = "Checks, and answers with the plan; changes nothing.",
                        example = "false")
                @Nullable String dryRun,
        @Context UriInfo uri) {
    /**
     * The conditions; {@code body} is what the request says, for telling a retry from a mistake.
     */
    Ask ask(Record body) {
        return new Ask(
                key(body),
                Optional.empty(),
                QueryValue.flag("dryRun", dryRun),
                preference().toTheEnd());
    }

    private Optional<IdempotencyKey> key(Record body) {
        return Optional.ofNullable(idempotencyKey)
                .map(key -> RequestHash.key(key, uri.getRequestUri(), body));
    }

    /** As below, of what may take long: without a word nobody waits. */
    Prefer patienceForLong() {
        return Prefer.ofLong(prefer);
    }

    Prefer preference() {
        return Prefer.of(prefer);
    }
}
