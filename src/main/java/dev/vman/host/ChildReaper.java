package dev.vman.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;

/**
 * Collects the children of {@link PosixSpawn} when they end; the JVM collects its own by their
 * pids, and leaves these alone. One for the whole program, as its children are.
 */
final class ChildReaper {

    private static final ChildReaper INSTANCE = new ChildReaper();

    private final ExitWatcher exits;

    private ChildReaper() {
        try {
            exits = ExitWatcher.open();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    static ChildReaper ofThisProgram() {
        return INSTANCE;
    }

    /** Completes when the child has ended; its pid may be another process's from then on. */
    CompletableFuture<ExitStatus> collect(ProcessIdentity child) {
        CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
        ExitWatcher.Watch watch =
                exits.watch(child, () -> exit.complete(statusOf(child.pid(), LibC.WNOHANG)));
        CompletableFuture<Void> _ = exit.thenRun(watch::close);
        return exit;
    }

    /** Ends a child that nobody could hold, and waits for that. */
    static void abandon(long child) {
        long _ = LibC.killChild(child, Signal.KILL.number());
        ExitStatus _ = statusOf(child, 0);
    }

    private static ExitStatus statusOf(long child, int options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            long collected = LibC.waitpid(child, status, options);
            return collected == child
                    ? ExitStatus.ofWaitStatus(status.get(JAVA_INT, 0))
                    : new ExitStatus.Unknown("waitpid: " + Errno.describe(collected));
        }
    }
}
