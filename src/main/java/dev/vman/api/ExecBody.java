package dev.vman.api;

import dev.vman.Failure;
import dev.vman.agent.GuestCommand;
import dev.vman.agent.GuestPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A command for a guest, on the wire. */
record ExecBody(
        @Required
                @Schema(
                        required = true,
                        description =
                                "The program and its arguments. No shell reads them: for one, say"
                                        + " `[\"sh\", \"-c\", \"...\"]`.",
                        examples = "[\"uname\", \"-a\"]")
                List<String> command,
        @Schema(description = "What it reads on its standard input.", examples = "hello\n")
                @Nullable String input,
        @Schema(
                        description =
                                "It is killed after so many seconds: 1 to 3600, 30 where it is left out.",
                        examples = "30")
                @Nullable Integer timeoutSeconds,
        @Schema(
                        description = "Whom it runs as; the agent's own user where it is left out.",
                        examples = "www-data")
                @Nullable String user,
        @Schema(description = "Where it runs; an absolute path.", examples = "/var/tmp")
                @Nullable String workingDirectory) {
    private static final int UNLESS_SAID = 30;
    private static final int LONGEST = 3600;
    private static final int MOST_ARGUMENTS = 1000;

    GuestCommand toCommand() {
        List<Failure.FieldError> errors = new ArrayList<>();
        refuse(
                errors,
                !isCommand(),
                "command",
                "must hold 1 to 1000 texts without NUL, the first not empty");
        refuse(
                errors,
                timeout() < 1 || timeout() > LONGEST,
                "timeoutSeconds",
                "must be from 1 to 3600");
        refuse(errors, user != null && !GuestCommand.isUser(user), "user", "must be a user's name");
        refuse(
                errors,
                workingDirectory != null && !GuestPath.isAbsolute(workingDirectory),
                "workingDirectory",
                "must be an absolute path");
        if (!errors.isEmpty()) {
            throw Failure.Invalid.fields(errors);
        }
        return new GuestCommand(
                command,
                Optional.ofNullable(input),
                Duration.ofSeconds(timeout()),
                Optional.ofNullable(user),
                Optional.ofNullable(workingDirectory));
    }

    private int timeout() {
        return timeoutSeconds == null ? UNLESS_SAID : timeoutSeconds;
    }

    private boolean isCommand() {
        return !command.isEmpty()
                && command.size() <= MOST_ARGUMENTS
                && command.stream().allMatch(word -> word != null && word.indexOf('\0') < 0)
                && !command.getFirst().isEmpty();
    }

    private static void refuse(
            List<Failure.FieldError> errors, boolean wrong, String field, String message) {
        if (wrong) {
            errors.add(new Failure.FieldError(field, message));
        }
    }
}
