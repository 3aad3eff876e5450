package dev.vman.journal;

import dev.vman.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * A test hook, asleep unless {@code VMAN_CRASH_PLAN} names a file. Every point is appended to
 * {@code <file>.log}; then the file's lines are obeyed:
 *
 * <ul>
 *   <li>{@code halt <kind>:<point>[:<n>]} halts the JVM at once when the point is reached for the
 *       n-th time since the file said so;
 *   <li>{@code hold <kind>:<point>[:<n>]} lets an operation that reaches it for the n-th time stay
 *       there for ever, and says so in the log; other operations go on, and count for themselves;
 *   <li>{@code fail <kind>:<point>} lets the operation fail there.
 * </ul>
 *
 * <p>A star stands for any kind or point.
 */
@ApplicationScoped
class CrashPlan implements CrashPoints {
    private static final Logger LOG = Logger.getLogger(CrashPlan.class);
    private static final int KILLED = 137;
    private final Optional<Path> file;
    private final Map<String, Integer> met = new HashMap<>();
    private List<String> lines = List.of();

    CrashPlan(CrashConfig config) {
        file = config.plan();
        file.ifPresent(path -> LOG.warnf("This daemon dies where the test plan %s says", path));
    }

    @Override
    public void reached(UUID operation, String kind, String point) {
        if (file.isPresent() && obey(file.get(), operation, kind + ":" + point)) {
            stay();
        }
    }

    /** Whether the operation is to stay there. */
    private synchronized boolean obey(Path path, UUID operation, String reached) {
        write(path, reached);
        reread(path);
        boolean held = false;
        for (String line : lines) {
            CrashOrder order = CrashOrder.of(line);
            if (order.isAbout(reached)) {
                held |= carryOut(order, line, operation);
            }
        }
        if (held) {
            write(path, "held " + reached + " " + operation);
        }
        return held;
    }

    private void reread(Path path) {
        try {
            List<String> now = Files.readAllLines(path);
            if (!now.equals(lines)) {
                lines = now;
                met.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path path, String line) {
        try {
            Files.writeString(
                    path.resolveSibling(path.getFileName() + ".log"),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean carryOut(CrashOrder order, String line, UUID operation) {
        return switch (order.verb()) {
            case FAIL ->
                    throw new Failure.HostFailure(
                            "crash-plan", "The test plan lets it fail here.", null, null);
            case HOLD -> order.times() == met.merge(line + operation, 1, Integer::sum);
            case HALT -> {
                if (order.times() == met.merge(line, 1, Integer::sum)) {
                    Runtime.getRuntime().halt(KILLED);
                }
                yield false;
            }
        };
    }

    private static void stay() {
        while (true) {
            LockSupport.park();
            // An interrupt would let it spin.
            boolean _ = Thread.interrupted();
        }
    }
}
