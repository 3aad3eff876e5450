package dev.vman.api;

import dev.vman.agent.CommandResult;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a guest's command ended, on the wire. */
record ExecView(
        @Schema(description = "128 and the signal's number where one ended it.", examples = "0")
                int exitCode,
        @Schema(
                        description = "The first MiB; bytes that are no UTF-8 are replaced.",
                        examples = "Linux guest 6.1.0 x86_64\n")
                String stdout,
        @Schema(description = "The first MiB.", examples = "") String stderr,
        @Schema(description = "It printed more than that.", examples = "false") boolean truncated) {
    static ExecView of(CommandResult result) {
        return new ExecView(
                result.exitCode(), result.stdout(), result.stderr(), result.truncated());
    }
}
