package dev.vman.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A short program to run and wait for.
 *
 * @param command program and arguments; never a shell line
 * @param deadline after this it is killed, with everything that it started
 * @param uid the user, and the group of the same number, to run as; only root can give one
 * @param input what it can read from stdin
 * @param outputCap how many bytes are kept of stdout, and of stderr
 * @param childless the program starts no others, so that none need be looked for at its end
 */
public record CommandRequest(
        List<String> command,
        Duration deadline,
        Optional<Integer> uid,
        CommandLimits limits,
        String input,
        int outputCap,
        boolean childless) {

    public CommandRequest {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("nothing to run");
        }
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a command needs a deadline");
        }
    }

    /** Without input, keeping {@link Commands#OUTPUT_CAP} bytes. */
    public CommandRequest(
            List<String> command, Duration deadline, Optional<Integer> uid, CommandLimits limits) {
        this(command, deadline, uid, limits, "", Commands.OUTPUT_CAP, false);
    }

    /** As ourselves, without limits. */
    public static CommandRequest of(Duration deadline, String... command) {
        return of(deadline, List.of(command));
    }

    /** As ourselves, without limits. */
    public static CommandRequest of(Duration deadline, List<String> command) {
        return new CommandRequest(command, deadline, Optional.empty(), CommandLimits.NONE);
    }

    public CommandRequest as(int uid) {
        return new CommandRequest(
                command, deadline, Optional.of(uid), limits, input, outputCap, childless);
    }

    public CommandRequest within(CommandLimits limits) {
        return new CommandRequest(command, deadline, uid, limits, input, outputCap, childless);
    }

    /** With this to be read from stdin. */
    public CommandRequest reading(String input) {
        return new CommandRequest(command, deadline, uid, limits, input, outputCap, childless);
    }

    /** Keeping so many bytes of each stream. */
    public CommandRequest keeping(int outputCap) {
        return new CommandRequest(command, deadline, uid, limits, input, outputCap, childless);
    }

    /** For a program that is known to start no others; saves a walk over all processes. */
    public CommandRequest childlessly() {
        return new CommandRequest(command, deadline, uid, limits, input, outputCap, true);
    }
}
