package dev.vman.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Launches through the wrappers that {@link LaunchTools} found. */
final class SessionLauncher implements ProcessLauncher {

    private final LaunchTools tools;

    SessionLauncher(LaunchTools tools) {
        this.tools = tools;
    }

    @Override
    public Launched launch(LaunchRequest request) throws IOException {
        try (PinnedFile output = OutputFile.pin(request.output(), ownersOfOutput(request))) {
            return start(
                    tools.commandLine(request),
                    request.directory(),
                    output,
                    environment(request.environment()));
        }
    }

    @Override
    public Launched launchServer(ServerRequest request) throws IOException {
        Set<Integer> owners = Set.of(LibC.effectiveUid());
        try (PinnedFile output = OutputFile.pin(request.output(), owners)) {
            return start(
                    tools.commandLine(request), request.directory(), output, environment(Map.of()));
        }
    }

    private static Launched start(
            List<String> line, Path directory, PinnedFile output, Map<String, String> environment)
            throws IOException {
        Map<String, String> all = MinimalEnvironment.with(environment);
        long child =
                PlatformThreads.call(() -> PosixSpawn.spawn(line, directory, output.path(), all));
        ProcessIdentity identity = identify(child);
        return new Launched(identity, ChildReaper.ofThisProgram().collect(identity));
    }

    /** Even one that has ended already keeps its pid until it is collected. */
    private static ProcessIdentity identify(long child) throws IOException {
        try {
            return new ProcessIdentity(
                    ProcFiles.bootId(), child, ProcFiles.stat(child).startTicks());
        } catch (IOException unreadable) {
            ChildReaper.abandon(child);
            throw unreadable;
        }
    }

    private static Set<Integer> ownersOfOutput(LaunchRequest request) {
        Set<Integer> owners = new HashSet<>(Set.of(LibC.effectiveUid()));
        request.uid().ifPresent(owners::add);
        return owners;
    }

    /** A user's systemd is found through the environment. */
    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        if (tools.scope() == LaunchTools.Scope.USER) {
            for (String name : Set.of("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")) {
                Optional.ofNullable(System.getenv(name))
                        .ifPresent(value -> environment.put(name, value));
            }
        }
        environment.putAll(more);
        return environment;
    }
}
