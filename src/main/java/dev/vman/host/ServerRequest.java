package dev.vman.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server to run on its own, beyond the life of this program, as an unprivileged user.
 *
 * @param output what it writes to stdout and stderr is appended here; in a folder of ours
 * @param uid the user, and the group of the same number, to run as, where we are root
 * @param capabilities all that it keeps of root's, such as {@code net_bind_service}
 * @param namespace the named network namespace to run in; empty: ours
 */
public record ServerRequest(
        List<String> command,
        Path directory,
        Path output,
        int uid,
        List<String> capabilities,
        Optional<String> namespace) {

    public ServerRequest {
        command = List.copyOf(command);
        capabilities = List.copyOf(capabilities);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("nothing to launch");
        }
    }
}
