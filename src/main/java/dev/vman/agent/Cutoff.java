package dev.vman.agent;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes a channel when the time is up, which ends whatever waits on it: channels of UNIX sockets
 * know no timeouts.
 */
final class Cutoff implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean fell;

    private Cutoff() {}

    static Cutoff after(Duration time, Channel channel) {
        Cutoff cutoff = new Cutoff();
        var _ = Thread.ofVirtual().name("agent-cutoff").start(() -> cutoff.watch(time, channel));
        return cutoff;
    }

    private void watch(Duration time, Channel channel) {
        try {
            if (!done.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                fell = true;
                channel.close();
            }
        } catch (InterruptedException | IOException _) {
            // Nobody interrupts it; a channel that can't be closed is closed.
        }
    }

    /** Whether the time was up before this was closed. */
    boolean fell() {
        return fell;
    }

    @Override
    public void close() {
        done.countDown();
    }
}
