package dev.vman;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Puts work off for a moment, and does it once for all who ask for it meanwhile; on a virtual
 * thread for each key. Nothing of it outlives the daemon.
 *
 * @param <K> what the work is done for
 */
public final class Debouncer<K> {
    private final String name;
    private final Duration pause;
    private final Consumer<K> work;
    private final Set<K> awaited = ConcurrentHashMap.newKeySet();

    /**
     * Nothing is asked for yet.
     *
     * @param name of the threads, before the key
     * @param work must not throw
     */
    public Debouncer(String name, Duration pause, Consumer<K> work) {
        this.name = name;
        this.pause = pause;
        this.work = work;
    }

    /** Returns at once. */
    public void ask(K key) {
        if (awaited.add(key)) {
            var _ = Thread.ofVirtual().name(name + "-" + key).start(() -> run(key));
        }
    }

    private void run(K key) {
        LockSupport.parkNanos(pause.toNanos());
        // Before the work: what happens from now on asks again.
        var _ = awaited.remove(key);
        work.accept(key);
    }
}
