package dev.vman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a process listens on a Unix socket, which no open file shows ({@code /proc/net/unix}).
 */
public final class BoundSockets {
    private static final Path TABLE = Path.of("/proc/net/unix");

    private BoundSockets() {}

    /**
     * Present when some socket of this network namespace was bound by this absolute path, and still
     * is; absent is no proof about other namespaces, and other names of the same file.
     */
    public static Presence<Path> of(Path socket) {
        String end = " " + socket;
        try {
            boolean bound = Files.readAllLines(TABLE).stream().anyMatch(line -> line.endsWith(end));
            return bound ? new Presence.Present<>(socket) : new Presence.Absent<>();
        } catch (IOException e) {
            return new Presence.Unknown<>(TABLE + " can't be read: " + e.getMessage());
        }
    }
}
