package dev.vman.api;

import dev.vman.lifecycle.Ask;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** How a PATCH or DELETE wants to be carried out. */
public record Change(
        @HeaderParam("If-Match")
                @Parameter(
                        description = "ETags that you saw, or `*`; 412 if it is another by now.",
                        example = "\"3\"")
                List<String> ifMatch,
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
                @Nullable String dryRun) {
    Ask ask() {
        return new Ask(
                Optional.empty(),
                EntityTags.ifMatch(ifMatch),
                QueryValue.flag("dryRun", dryRun),
                preference().toTheEnd());
    }

    /** As below, of what may take long: without a word nobody waits. */
    Prefer patienceForLong() {
        return Prefer.ofLong(prefer);
    }

    Prefer preference() {
        return Prefer.of(prefer);
    }
}
