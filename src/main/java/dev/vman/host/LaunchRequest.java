package dev.vman.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to run on its own, beyond the life of this one.
 *
 * @param directory its working directory, where the user may go
 * @param output what it writes to stdout and stderr is appended here; the file may lie in a folder
 *     that the program owns
 * @param uid the user, and the group of the same number, to run as; only root can give one
 * @param environment all it gets besides {@code PATH} and {@code LC_ALL=C}
 * @param namespace where its sockets and links live; only root can give one
 */
public record LaunchRequest(
        List<String> command,
        Path directory,
        Path output,
        Optional<Integer> uid,
        Map<String, String> environment,
        Optional<NamespaceName> namespace) {

    public LaunchRequest {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("nothing to launch");
        }
    }

    /** In the network namespace of this program. */
    public LaunchRequest(
            List<String> command,
            Path directory,
            Path output,
            Optional<Integer> uid,
            Map<String, String> environment) {
        this(command, directory, output, uid, environment, Optional.empty());
    }
}
