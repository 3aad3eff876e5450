package dev.vman.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A platform thread that was started before it is wanted, for the one piece of work that it will
 * ever do: starting a thread takes as long as starting a process.
 */
final class SpareThread {
    private final AtomicReference<Waiting> spare = new AtomicReference<>();

    /** Does the work on a thread that has done nothing else, and ends with it. Returns at once. */
    void run(String name, Runnable work) {
        Waiting waiting = spare.getAndSet(null);
        if (waiting == null) {
            waiting = new Waiting();
        }
        waiting.take(name, work);
    }

    /** Starts the next one, which takes after the calling thread. */
    void refill() {
        if (spare.get() == null) {
            Waiting next = new Waiting();
            if (!spare.compareAndSet(null, next)) {
                next.take("unneeded", () -> {});
            }
        }
    }

    private static final class Waiting {
        private final CompletableFuture<Runnable> work = new CompletableFuture<>();
        private final Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .inheritInheritableThreadLocals(false)
                        .name("spare")
                        .start(() -> work.join().run());

        void take(String name, Runnable given) {
            thread.setName(name);
            work.complete(given);
        }
    }
}
