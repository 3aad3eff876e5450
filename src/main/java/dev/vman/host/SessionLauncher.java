package dev.vman.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Launches through the wrappers that {@link LaunchTools} found. */
final class SessionLauncher implements ProcessLauncher {

    private static final File DEV_NULL = new File("/dev/null");

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
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .directory(directory.toFile())
                        .redirectInput(DEV_NULL)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.path().toFile()));
        MinimalEnvironment.set(builder, environment);
        return watched(builder.start());
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

    private static Launched watched(Process process) throws IOException {
        ProcessIdentity identity = identify(process);
        Optional<PidFd> pidfd = PidFd.open(identity).found();
        CompletableFuture<ExitStatus> exit =
                process.onExit().thenApply(ended -> status(ended, pidfd));
        return new Launched(identity, exit);
    }

    /**
     * A child that is gone already leaves its pid free for a process of somebody else: look at its
     * parent.
     */
    private static ProcessIdentity identify(Process process) throws IOException {
        String bootId = ProcFiles.bootId();
        long pid = process.pid();
        try {
            ProcStat stat = ProcFiles.stat(pid);
            if (stat.parent() == ProcessHandle.current().pid()) {
                return new ProcessIdentity(bootId, pid, stat.startTicks());
            }
        } catch (IOException gone) {
            // the exit status says the rest
        }
        return new ProcessIdentity(bootId, pid, ProcessIdentity.NEVER_SEEN);
    }

    /** The kernel can tell a signal from an exit code over 128, Java can't. */
    private static ExitStatus status(Process ended, Optional<PidFd> pidfd) {
        Optional<ExitStatus> told = pidfd.flatMap(PidFd::exitStatus);
        pidfd.ifPresent(PidFd::close);
        return told.orElseGet(() -> ExitStatus.ofJavaExitValue(ended.exitValue()));
    }
}
