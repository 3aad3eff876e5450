package dev.vman.observer;

import dev.vman.StartOrder;
import dev.vman.operator.Operator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks into disks' files on a slow beat of its own, one at a time, and rests ten times as long as
 * it worked. Passes never wait for it. In a dry run there are no files.
 */
@ApplicationScoped
class ImageCheckRounds {
    private static final Logger LOG = Logger.getLogger(ImageCheckRounds.class);
    private static final int REST = 10;
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ImageChecks checks;
    private final Operator operator;
    private final Duration interval;
    private final LinkedBlockingQueue<List<ImageCandidate>> wishes = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Thread thread = Thread.ofVirtual().unstarted(() -> {});

    ImageCheckRounds(ImageChecks checks, Operator operator, ObserverConfig config) {
        this.checks = checks;
        this.operator = operator;
        this.interval = config.checkInterval();
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        thread = Thread.ofVirtual().name("image-checks").start(this::run);
    }

    /**
     * Interrupts nothing: an interrupted thread could close the database's file under all others. A
     * qemu-img that is still reading ends by itself, within its limits.
     */
    void stop(@Observes @Priority(StartOrder.INVENTORY) ShutdownEvent event)
            throws InterruptedException {
        ended.countDown();
        wishes.add(List.of());
        boolean _ = thread.join(FAREWELL);
    }

    /** What changed since it was found flawed is soon looked into again. */
    void refresh() {
        List<ImageCandidate> changed = checks.refresh();
        if (!changed.isEmpty()) {
            wishes.add(changed);
        }
    }

    /** Looks into all files, also those that rest, until the time is up. */
    void now(Duration patience) {
        if (operator.capabilities().dryRun()) {
            return;
        }
        long end = System.nanoTime() + patience.toNanos();
        for (ImageCandidate disk : checks.due()) {
            if (ending() || System.nanoTime() - end > 0) {
                LOG.infof("Not all disks could be looked into within %s", patience);
                return;
            }
            boolean _ = checks.check(disk, true);
        }
    }

    private void run() {
        if (operator.capabilities().dryRun()) {
            return;
        }
        long last = System.nanoTime();
        while (!ending()) {
            try {
                long left = last + interval.toNanos() - System.nanoTime();
                @Nullable List<ImageCandidate> wished =
                        wishes.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
                List<ImageCandidate> disks = wished == null ? checks.due() : wished;
                last = wished == null ? System.nanoTime() : last;
                round(disks);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!ending()) {
                    // The next round looks again.
                    LOG.errorf(e, "Disks could not be looked into");
                }
            }
        }
    }

    private void round(List<ImageCandidate> disks) throws InterruptedException {
        for (ImageCandidate disk : disks) {
            lookIntoWishes();
            long begin = System.nanoTime();
            boolean worked = !ending() && checks.check(disk, false);
            long rest = worked ? REST * (System.nanoTime() - begin) : 0;
            if (ended.await(rest, TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    /** A round may take long, and what was healed is to be seen soon. */
    private void lookIntoWishes() {
        for (@Nullable List<ImageCandidate> next = wishes.poll();
                next != null && !ending();
                next = wishes.poll()) {
            next.forEach(disk -> checks.check(disk, false));
        }
    }

    private boolean ending() {
        return ended.getCount() == 0;
    }
}
