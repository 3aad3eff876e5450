package dev.vman.operator;

import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** One thread that runs the heartbeat and the cap of logs for all held machines. */
final class PeriodicWatches implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PeriodicWatches.class);
    private static final long BEAT_MILLIS = 500;
    private static final long ASK_MILLIS = 5_000;
    private static final long LOG_MILLIS = 1_000;

    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("vman-heartbeat").factory());

    void start(Supplier<? extends Collection<? extends HeldMachine>> machines) {
        Heartbeat heartbeat = new Heartbeat(machines);
        every(BEAT_MILLIS, heartbeat::beat);
        every(ASK_MILLIS, heartbeat::ask);
        every(LOG_MILLIS, new LogCap(machines));
    }

    private void every(long millis, Runnable task) {
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
        schedule.shutdownNow();
    }
}
