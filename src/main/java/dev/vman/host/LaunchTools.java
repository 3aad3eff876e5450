package dev.vman.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What this host offers for launching.
 *
 * @param setpriv whether it can take rights away
 * @param root whether we have root's capabilities to take away
 */
record LaunchTools(boolean setpriv, boolean root, Scope scope) {

    // What is not told in time is not used for as long as the daemon lives: a booting host is slow.
    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(20);
    private static final Path SYSTEMD = Path.of("/run/systemd/system");

    /** Which systemd holds the scopes. */
    enum Scope {
        NONE,
        SYSTEM,
        USER;

        List<String> wrapper() {
            return switch (this) {
                case NONE -> List.of();
                case SYSTEM -> List.of("systemd-run", "--scope", "--quiet", "--collect", "--");
                case USER ->
                        List.of("systemd-run", "--user", "--scope", "--quiet", "--collect", "--");
            };
        }
    }

    /**
     * Whether a thread of ours can start the program as it is to be: a scope has to be asked for
     * with our own rights, and root's capabilities go only with another user, or a wrapper.
     */
    boolean startsPlainly(LaunchRequest request) {
        return scope == Scope.NONE && (request.uid().isPresent() || !root);
    }

    static LaunchTools probe(Commands commands) {
        return new LaunchTools(
                works(commands, List.of("setpriv", "--no-new-privs")),
                LibC.effectiveUid() == 0,
                probeScope(commands));
    }

    /** That systemd runs does not say that it gives scopes to us: try. */
    private static Scope probeScope(Commands commands) {
        if (!Files.isDirectory(SYSTEMD)) {
            return Scope.NONE;
        }
        Scope scope = LibC.effectiveUid() == 0 ? Scope.SYSTEM : Scope.USER;
        return works(commands, scope.wrapper()) ? scope : Scope.NONE;
    }

    private static boolean works(Commands commands, List<String> wrapper) {
        List<String> command = new ArrayList<>(wrapper);
        command.add("true");
        return commands.run(CommandRequest.of(PROBE_DEADLINE, command)).succeeded();
    }

    /** The whole command line. Each wrapper executes the next in its own process. */
    List<String> commandLine(LaunchRequest request) {
        List<String> line = new ArrayList<>(scope.wrapper());
        // while it still has the rights to go there
        request.namespace().ifPresent(there -> line.addAll(Confinement.network(there)));
        if (setpriv || request.uid().isPresent()) {
            line.addAll(
                    root
                            ? Confinement.rightsWithoutCapabilities(request.uid())
                            : Confinement.rights(request.uid()));
        }
        line.addAll(request.command());
        return line;
    }

    /** As above: into the namespace while we have the right to, then down to its own rights. */
    List<String> commandLine(ServerRequest request) {
        List<String> line = new ArrayList<>(scope.wrapper());
        line.addAll(NetworkNamespace.entering(request.namespace()));
        if (root) {
            line.addAll(Confinement.only(request.uid(), request.capabilities()));
        }
        line.addAll(request.command());
        return line;
    }
}
