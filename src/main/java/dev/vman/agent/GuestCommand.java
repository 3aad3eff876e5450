package dev.vman.agent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command for a guest.
 *
 * @param argv the program, looked for in the agent's own path unless it is absolute, and its
 *     arguments; no shell reads them
 * @param input what it reads on its standard input, in UTF-8
 * @param user whom it runs as; empty: the agent's own user, which is root as a rule
 * @param folder where it runs, absolute; empty: where the agent does
 */
public record GuestCommand(
        List<String> argv,
        Optional<String> input,
        Duration timeout,
        Optional<String> user,
        Optional<String> folder) {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

    public GuestCommand {
        argv = List.copyOf(argv);
        if (argv.isEmpty()
                || argv.getFirst().isEmpty()
                || argv.stream().anyMatch(GuestCommand::hasNul)) {
            throw new IllegalArgumentException("a command is a program and texts without NUL");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the timeout must be positive");
        }
        if (user.isPresent() && !isUser(user.get())) {
            throw new IllegalArgumentException("no name of a user");
        }
        if (folder.isPresent() && !GuestPath.isAbsolute(folder.get())) {
            throw new IllegalArgumentException("the folder must be an absolute path");
        }
    }

    /** A program and its arguments, as the agent runs it. */
    static GuestCommand of(Duration timeout, List<String> argv) {
        return new GuestCommand(
                argv, Optional.empty(), timeout, Optional.empty(), Optional.empty());
    }

    /** Whether this can be the name of a guest's user. */
    public static boolean isUser(String name) {
        return USER.matcher(name).matches();
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }
}
