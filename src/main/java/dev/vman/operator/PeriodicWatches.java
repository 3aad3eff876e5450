package dev.vman.operator;

import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The heartbeat and the cap of logs for all held machines. Each has a thread of its own: a guest
 * that writes much to a slow disk must not stop the heart.
 */
final class PeriodicWatches implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PeriodicWatches.class);
    private static final long BEAT_MILLIS = 500;
    private static final long ASK_MILLIS = 5_000;
    private static final long LOG_MILLIS = 1_000;

    private final ScheduledExecutorService heart = schedule("vman-heartbeat");
    private final ScheduledExecutorService logs = schedule("vman-logs");

    private static ScheduledExecutorService schedule(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    void start(Supplier<? extends Collection<? extends HeldMachine>> machines) {
        Heartbeat heartbeat = new Heartbeat(machines);
        every(heart, BEAT_MILLIS, heartbeat::beat);
        every(heart, ASK_MILLIS, heartbeat::ask);
        every(logs, LOG_MILLIS, new LogCap(machines));
    }

    private static void every(ScheduledExecutorService schedule, long millis, Runnable task) {
        Runnable unbreakable =
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        // A schedule ends at the first exception that leaves its task.
                        LOG.warn("a periodic watch failed", e);
                    }
                };
        var _ = schedule.scheduleWithFixedDelay(unbreakable, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        heart.shutdownNow();
        logs.shutdownNow();
    }
}
