package dev.vman.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.Failure;
import dev.vman.host.UntrustedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Pictures of one machine's screen, one at a time. QEMU writes each into its run folder, from where
 * it is read as what a stranger left there, and removed; what a dead daemon leaves, the next start
 * or end of the VM sweeps away.
 */
final class Screenshot {
    private static final Logger LOG = Logger.getLogger(Screenshot.class);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private final QmpLink link;
    private final Path socket;
    private final Semaphore free = new Semaphore(1);

    /** {@code socket}: one in the run folder, by the path that QEMU knows it by. */
    Screenshot(QmpLink link, Path socket) {
        this.link = link;
        this.socket = socket;
    }

    /** As {@link LiveMachine#screenshot}. */
    byte[] take() {
        if (!turn()) {
            throw Failure.Unavailable.timedOut(
                    "screenshot-busy", "Another picture is being taken.", "Try again.");
        }
        // Nobody can put something there before: its name is known to nobody yet.
        Path file = socket.resolveSibling("screenshot-" + UUID.randomUUID() + ".png");
        try {
            dump(file);
            return read(file);
        } finally {
            remove(file);
            free.release();
        }
    }

    private boolean turn() {
        try {
            return free.tryAcquire(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void dump(Path file) {
        ObjectNode arguments =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("filename", file.toString())
                        .put("format", "png");
        try {
            var _ = link.execute("screendump", arguments, DEADLINE);
        } catch (Failure.HostFailure refused) {
            if (refused.detail().contains("no console")) {
                throw LiveMachine.noDisplay();
            }
            throw refused;
        }
    }

    private static byte[] read(Path file) {
        try {
            byte[] picture = UntrustedFiles.readAll(file, Png.MOST_BYTES);
            if (Png.isWhole(picture)) {
                return picture;
            }
        } catch (IOException e) {
            throw unreadable("QEMU's picture can't be read: " + e.getMessage(), e);
        }
        throw unreadable("What QEMU wrote is no whole PNG.", null);
    }

    private static Failure unreadable(
            String detail, @org.jspecify.annotations.Nullable IOException cause) {
        return new Failure.HostFailure("screenshot-unreadable", detail, null, cause);
    }

    private static void remove(Path file) {
        try {
            boolean _ = Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debugf("%s stays: %s", file, e.getMessage());
        }
    }
}
