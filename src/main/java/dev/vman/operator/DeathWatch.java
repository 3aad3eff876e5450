package dev.vman.operator;

import dev.vman.host.ExitStatus;
import dev.vman.host.ExitWatcher;
import dev.vman.host.ProcessIdentity;
import dev.vman.operator.LiveMachine.Death;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of one process, and finds out how it came. The end is announced when its cause
 * is known, within milliseconds on a host that is not overloaded, or has kept us waiting; a cause
 * that comes later still is announced again.
 */
final class DeathWatch implements AutoCloseable {
    // The parent is this JVM, whose reaper needs a moment, and a long one where the host is busy.
    private static final Duration CHILD_STATUS = Duration.ofSeconds(2);
    // An adopted process has to be collected by init first.
    private static final Duration LATE_STATUS = Duration.ofSeconds(5);
    private static final Duration LATE_PAUSE = Duration.ofMillis(50);

    private final Optional<CompletableFuture<ExitStatus>> child;
    private final Function<ExitStatus, Death> obituary;
    private final Runnable announce;
    private final InstantSource clock;
    private final CountDownLatch recorded = new CountDownLatch(1);
    private final CompletableFuture<ExitWatcher.Watch> watch = new CompletableFuture<>();
    private volatile @Nullable Death death;

    /**
     * A watch that has not begun.
     *
     * @param child tells the exit status when the process is our own child
     * @param obituary writes down a death; may take a moment, but must not throw
     * @param announce called on a virtual thread when {@link #death()} changed
     */
    DeathWatch(
            Optional<CompletableFuture<ExitStatus>> child,
            Function<ExitStatus, Death> obituary,
            Runnable announce,
            InstantSource clock) {
        this.clock = clock;
        this.child = child;
        this.obituary = obituary;
        this.announce = announce;
    }

    void start(ProcessIdentity process, ExitWatcher exits) {
        watch.complete(exits.watch(process, this::ended));
    }

    /** The end and its cause as far as it is known; empty while the process lives. */
    Optional<Death> death() {
        return Optional.ofNullable(death);
    }

    /** Waits for the proof of the end. */
    boolean await(Duration time) {
        try {
            return recorded.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Unreachable.because("interrupted while waiting for QEMU to end");
        }
    }

    private void ended() {
        Instant at = clock.instant();
        ExitStatus status = childStatus().or(this::kernelStatus).orElse(notYetKnown());
        death = obituary.apply(status).noticed(at);
        recorded.countDown();
        announce.run();
        if (status instanceof ExitStatus.Unknown) {
            awaitLateStatus(at);
        }
    }

    private ExitStatus notYetKnown() {
        return new ExitStatus.Unknown(
                "the process was adopted, and the kernel has not told how it ended");
    }

    private Optional<ExitStatus> childStatus() {
        try {
            return child.isEmpty()
                    ? Optional.empty()
                    : Optional.of(child.get().get(CHILD_STATUS.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException _) {
            return Optional.empty();
        }
    }

    private Optional<ExitStatus> kernelStatus() {
        return watch.join().exitStatus();
    }

    private void awaitLateStatus(Instant at) {
        Deadline end = Deadline.in(LATE_STATUS);
        while (!end.passed()) {
            Optional<ExitStatus> status = kernelStatus().or(this::childStatusNow);
            if (status.isPresent()) {
                death = obituary.apply(status.get()).noticed(at);
                announce.run();
                return;
            }
            try {
                Thread.sleep(LATE_PAUSE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Optional<ExitStatus> childStatusNow() {
        return child.filter(CompletableFuture::isDone).flatMap(_ -> childStatus());
    }

    /** Stops watching; a death that is known stays known. */
    @Override
    public void close() {
        CompletableFuture<Void> _ = watch.thenAccept(ExitWatcher.Watch::close);
    }
}
