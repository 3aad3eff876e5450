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
 */
public record CommandRequest(
        List<String> command, Duration deadline, Optional<Integer> uid, CommandLimits limits) {

    public CommandRequest {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("nothing to run");
        }
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a command needs a deadline");
        }
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
        return new CommandRequest(command, deadline, Optional.of(uid), limits);
    }

    public CommandRequest within(CommandLimits limits) {
        return new CommandRequest(command, deadline, uid, limits);
    }
}
