package dev.vman.api;

import dev.vman.host.ProcessIdentity;
import dev.vman.operator.GrowingLog;
import dev.vman.operator.GrowingLog.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells one client what a guest writes to its serial line, the past first. It reads the log itself,
 * at the client's pace, so that there is one order of all bytes, none twice, and nothing to be kept
 * for a client that is slow.
 */
final class ConsoleReader {
    private static final Logger LOG = Logger.getLogger(ConsoleReader.class);
    private static final int PART_BYTES = 32 << 10;
    private static final long FARTHEST_BEHIND = 4 << 20;
    private static final Duration BUSY = Duration.ofMillis(10);
    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration BUSY_FOR = Duration.ofSeconds(2);
    private final LiveSocket socket;
    private final GrowingLog log;
    private final VmPresence vm;
    private Optional<ProcessIdentity> process;
    private long lastPart = System.nanoTime();

    /**
     * Has told nothing yet.
     *
     * @param process what the client takes the VM to run as; empty: it does not
     */
    ConsoleReader(
            LiveSocket socket, GrowingLog log, VmPresence vm, Optional<ProcessIdentity> process) {
        this.socket = socket;
        this.log = log;
        this.vm = vm;
        this.process = process;
    }

    /** Until the client has gone, or has to go. */
    void run() {
        if (process.isEmpty()) {
            say("The VM does not run. When it does, you see it here.");
        }
        try {
            while (socket.isOpen()) {
                step(log.next(PART_BYTES));
            }
        } catch (IOException e) {
            LOG.debugf(e, "the console can't be read");
            socket.end(Closing.FAILED, "The console's log can't be read.");
        }
    }

    private void step(Part part) {
        if (part.gap()) {
            say("Some output is missing here.");
        }
        if (part.bytes().hasRemaining()) {
            tell(part.bytes());
        } else {
            tellChanges();
            boolean busy = System.nanoTime() - lastPart < BUSY_FOR.toNanos();
            socket.pause(busy ? BUSY : IDLE);
        }
    }

    private void tell(ByteBuffer bytes) {
        lastPart = System.nanoTime();
        boolean _ = socket.send(bytes);
        if (log.behind() > FARTHEST_BEHIND) {
            socket.cutOff();
        }
    }

    /** Behind what the VM has written before. */
    private void tellChanges() {
        Optional<ProcessIdentity> now = vm.process().get();
        if (!now.equals(process)) {
            process = now;
            say(now.isPresent() ? "The VM has started." : "The VM has stopped.");
        }
        if (now.isEmpty() && vm.deleted()) {
            socket.end(Closing.GOING_AWAY, "The VM was deleted.");
        }
    }

    private void say(String words) {
        boolean _ = socket.say(ConsoleWords.of(words));
    }
}
