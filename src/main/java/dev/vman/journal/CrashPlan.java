package dev.vman.journal;

import dev.vman.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A test hook, asleep unless {@code VMAN_CRASH_PLAN} names a file. Every point is appended to
 * {@code <file>.log}; then the file's lines are obeyed: {@code halt <kind>:<point>[:<n>]} halts the
 * JVM at once when the point is reached for the n-th time since the file said so, {@code fail
 * <kind>:<point>} lets the operation fail there. A star stands for any kind or point.
 */
@ApplicationScoped
class CrashPlan implements CrashPoints {
    private static final Logger LOG = Logger.getLogger(CrashPlan.class);
    private static final int KILLED = 137;
    private final Optional<Path> file;
    private List<String> orders = List.of();
    private int met;

    CrashPlan(CrashConfig config) {
        file = config.plan();
        file.ifPresent(path -> LOG.warnf("This daemon dies where the test plan %s says", path));
    }

    @Override
    public void reached(String kind, String point) {
        file.ifPresent(path -> obey(path, kind, point));
    }

    private synchronized void obey(Path path, String kind, String point) {
        reread(path, kind + ":" + point);
        for (String order : orders) {
            String[] words = order.split("[ :]", -1);
            if (matches(words[1], kind) && matches(words[2], point)) {
                carryOut(words);
            }
        }
    }

    private void reread(Path path, String reached) {
        try {
            Files.writeString(
                    path.resolveSibling(path.getFileName() + ".log"),
                    reached + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            List<String> now = Files.readAllLines(path);
            if (!now.equals(orders)) {
                orders = now;
                met = 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean matches(String wanted, String found) {
        return wanted.equals("*") || wanted.equals(found);
    }

    private void carryOut(String[] words) {
        if (words[0].equals("fail")) {
            throw new Failure.HostFailure(
                    "crash-plan", "The test plan lets it fail here.", null, null);
        }
        met++;
        if (met == (words.length > 3 ? Integer.parseInt(words[3]) : 1)) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
