package dev.vman.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * The kernel's own threads, for work that would hold a virtual thread's carrier, or that changes
 * its thread. The caller waits.
 */
final class PlatformThreads {
    /** Starting a thread takes as long as a spawn; they go when nobody wants them for a minute. */
    private static final ExecutorService KEPT =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("host-", 0).factory());

    private static final SpareThread SPARE = new SpareThread();

    private PlatformThreads() {}

    /**
     * Does work that blocks in the kernel, and leaves its thread as it was.
     *
     * @throws IOException if it failed, or the caller was interrupted
     */
    static <T> T call(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        KEPT.execute(task);
        return resultOf(task);
    }

    /**
     * Does work on a thread that ends with it: nothing else ever runs there. Its end wakes a
     * platform thread, never a virtual one: waking one of those may start another carrier, which
     * would take after the thread that wakes.
     *
     * @throws IOException if it failed, or the caller was interrupted
     */
    static <T> T callOnce(String name, Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        SPARE.run(name, task);
        return call(() -> {
            SPARE.refill();
            return resultOf(task);
        });
    }

    private static <T> T resultOf(FutureTask<T> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted in a call to the kernel");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw cause instanceof IOException known ? known : new IOException(cause);
        }
    }
}
