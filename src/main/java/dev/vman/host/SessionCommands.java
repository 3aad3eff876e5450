package dev.vman.host;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs each command as the leader of a session, so that it can be killed with all that it started.
 */
final class SessionCommands implements Commands {

    private static final int NOT_FOUND = 127;
    private static final int KILLED = 128 + 9;
    private static final File DEV_NULL = new File("/dev/null");

    /** Reading what is left in the pipes of a dead command takes no time on an idle host. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private static final Duration DEATH = Duration.ofSeconds(5);

    @Override
    public CommandResult run(CommandRequest request) {
        try {
            Process process = start(request);
            feed(process, request.input());
            return await(process, request);
        } catch (IOException refused) {
            String reason = request.command().getFirst() + ": " + refused.getMessage();
            return new CommandResult(NOT_FOUND, "", reason, false, false);
        }
    }

    private static Process start(CommandRequest request) throws IOException {
        List<String> line =
                new ArrayList<>(request.childless() ? List.of() : Confinement.session());
        line.addAll(Confinement.limits(request.limits()));
        if (request.uid().isPresent()) {
            line.addAll(Confinement.rights(request.uid()));
        }
        line.addAll(request.command());
        ProcessBuilder builder = new ProcessBuilder(line);
        if (request.input().isEmpty()) {
            builder.redirectInput(DEV_NULL);
        }
        MinimalEnvironment.set(builder, Map.of());
        return builder.start();
    }

    /** On a thread of its own: a program that reads nothing must not keep us. */
    private static void feed(Process process, String input) {
        if (!input.isEmpty()) {
            Thread.ofVirtual().name("command-input").start(() -> write(process, input));
        }
    }

    private static void write(Process process, String input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unread) {
            // its exit code and its words tell what became of it
        }
    }

    private static CommandResult await(Process process, CommandRequest request) {
        CappedStream out = CappedStream.drain(process.getInputStream(), request.outputCap());
        CappedStream err = CappedStream.drain(process.getErrorStream(), request.outputCap());
        ProcessSession session = new ProcessSession(process);
        try {
            boolean ended = process.waitFor(request.deadline());
            // Java closes the pipes when the leader ends, so they don't tell who else held them
            end(process, session, request);
            return result(process, out, err, !ended);
        } catch (InterruptedException interrupted) {
            end(process, session, request);
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted in a command"));
        }
    }

    private static void end(Process process, ProcessSession session, CommandRequest request) {
        if (request.childless()) {
            // Process.destroyForcibly throws away the output that was not read yet
            boolean _ = process.toHandle().destroyForcibly();
        } else {
            session.kill();
        }
    }

    private static CommandResult result(
            Process process, CappedStream out, CappedStream err, boolean timedOut)
            throws InterruptedException {
        boolean dead = process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS);
        boolean complete = out.ended(DRAIN) && err.ended(DRAIN);
        return new CommandResult(
                dead ? process.exitValue() : KILLED,
                out.text(),
                err.text(),
                timedOut,
                !complete || out.truncated() || err.truncated());
    }
}
