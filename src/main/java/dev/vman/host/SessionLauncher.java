package dev.vman.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Launches from a thread that gives up its rights, or through the wrappers that {@link LaunchTools}
 * found: each of them takes a millisecond to be executed.
 */
final class SessionLauncher implements ProcessLauncher {
    private static final Logger LOG = Logger.getLogger(SessionLauncher.class);

    private final LaunchTools tools;

    SessionLauncher(LaunchTools tools) {
        this.tools = tools;
    }

    @Override
    public Launched launch(LaunchRequest request) throws IOException {
        return tools.startsPlainly(request)
                ? start(request, output -> spawnPlainlyOrWrapped(request, output))
                : launchWrapped(request);
    }

    private long spawnPlainlyOrWrapped(LaunchRequest request, int output) throws IOException {
        try {
            return spawnPlainly(request, output);
        } catch (InterruptedIOException e) {
            // It may have been started.
            throw e;
        } catch (IOException e) {
            // The wrapper may do what we may not; and it says why where everybody looks.
            LOG.infof("Launching through wrappers, because of %s", e.getMessage());
            return spawnWrapped(request, output);
        }
    }

    Launched launchPlainly(LaunchRequest request) throws IOException {
        return start(request, output -> spawnPlainly(request, output));
    }

    private long spawnPlainly(LaunchRequest request, int output) throws IOException {
        return PlatformThreads.callOnce("launch", () -> giveUpRightsAndSpawn(request, output));
    }

    /**
     * For a thread that ends with it. Everything is made ready before the rights are given up: a
     * class may have to be read from where only we may go.
     */
    private long giveUpRightsAndSpawn(LaunchRequest request, int output) throws IOException {
        try (PosixSpawn ready =
                new PosixSpawn(
                        request.command(),
                        request.directory(),
                        output,
                        environment(request.environment()))) {
            if (request.namespace().isPresent()) {
                NamespaceThread.enter(request.namespace().get());
            }
            ThreadRights.giveUp(request.uid());
            return ready.spawn();
        }
    }

    Launched launchWrapped(LaunchRequest request) throws IOException {
        return start(request, output -> spawnWrapped(request, output));
    }

    private long spawnWrapped(LaunchRequest request, int output) throws IOException {
        return spawn(
                tools.commandLine(request),
                request.directory(),
                output,
                environment(request.environment()));
    }

    @Override
    public Launched launchServer(ServerRequest request) throws IOException {
        return start(
                request.output(),
                Set.of(LibC.effectiveUid()),
                output ->
                        spawn(
                                tools.commandLine(request),
                                request.directory(),
                                output,
                                environment(Map.of())));
    }

    /** Starts a child, whose pid it returns, with this descriptor as its output. */
    private interface Spawning {
        long spawn(int output) throws IOException;
    }

    private static Launched start(LaunchRequest request, Spawning spawning) throws IOException {
        return start(request.output(), ownersOfOutput(request), spawning);
    }

    private static Launched start(Path output, Set<Integer> owners, Spawning spawning)
            throws IOException {
        try (PinnedFile pinned = OutputFile.pin(output, owners)) {
            int descriptor = pinned.open(LibC.O_WRONLY | LibC.O_APPEND);
            try {
                ProcessIdentity identity = identify(spawning.spawn(descriptor));
                return new Launched(identity, ChildReaper.ofThisProgram().collect(identity));
            } finally {
                LibC.close(descriptor);
            }
        }
    }

    private static long spawn(
            List<String> line, Path directory, int output, Map<String, String> environment)
            throws IOException {
        return PlatformThreads.call(() -> PosixSpawn.spawn(line, directory, output, environment));
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
        return MinimalEnvironment.with(environment);
    }
}
