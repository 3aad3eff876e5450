package dev.vman;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Work that is done again and again, on one virtual thread: when nobody has asked for it during the
 * pause, and at once when somebody does. Many who ask during one round make one more. A round that
 * throws is told in the log; the next one tries again.
 */
public final class Rounds {
    /** For work that is done only when it is asked for. */
    public static final Duration NEVER = Duration.ofDays(3650);

    private static final Logger LOG = Logger.getLogger(Rounds.class);
    private final String name;
    private final Duration pause;
    private final Runnable round;
    private final Semaphore wishes = new Semaphore(0);
    private final Thread thread;
    private volatile boolean ending;

    /**
     * Rounds that are not begun yet.
     *
     * @param name of the thread, and in the log
     * @param pause between two rounds, and before the first one
     */
    public Rounds(String name, Duration pause, Runnable round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** Begins with the pause. */
    public void begin() {
        thread.start();
    }

    /** Asks for a round. Returns at once. */
    public void wake() {
        wishes.release();
    }

    /**
     * Ends them, and waits so long for a round that is under way. Interrupts nothing: a thread that
     * is interrupted while it reads would close the database's file under all others. Idempotent.
     */
    public void end(Duration patience) {
        ending = true;
        wishes.release();
        try {
            if (thread.isAlive() && !thread.join(patience)) {
                LOG.warnf("%s: a round is still under way", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (awaitNext()) {
            try {
                round.run();
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s: a round failed", name);
            }
        }
    }

    private boolean awaitNext() {
        try {
            boolean _ = wishes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
            int _ = wishes.drainPermits();
            return !ending;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
