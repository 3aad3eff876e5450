package dev.vman.api;

import dev.vman.Failure;
import dev.vman.Rounds;
import dev.vman.StartOrder;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The places for WebSockets. */
@Singleton
class LiveSockets {
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(3);
    private final SocketConfig config;
    private final Rounds beats;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Set<Place> places = new HashSet<>();
    private volatile boolean ending;

    LiveSockets(SocketConfig config) {
        this.config = config;
        this.beats = new Rounds("socket-heartbeat", config.heartbeat(), this::beat);
    }

    void start(@Observes @Priority(StartOrder.API) StartupEvent event) {
        beats.begin();
    }

    /**
     * Takes a place, until it is closed.
     *
     * @throws Failure.Unavailable all are taken
     */
    Place enter(UUID vm, SocketKind kind) {
        lock.lock();
        try {
            long ofThisVm = places.stream().filter(place -> place.vm.equals(vm)).count();
            if (ending || places.size() >= config.max() || ofThisVm >= config.maxPerVm()) {
                throw Failure.Unavailable.now(
                        "too-many-sockets",
                        ending
                                ? "The daemon is ending."
                                : places.size()
                                        + " WebSockets are open, "
                                        + ofThisVm
                                        + " to this VM.",
                        "Close one that is not needed, or try again later.");
            }
            Place place = new Place(vm, kind);
            places.add(place);
            return place;
        } finally {
            lock.unlock();
        }
    }

    /** How many are open now. */
    long open(SocketKind kind) {
        return present().stream().filter(place -> place.kind == kind).count();
    }

    private List<Place> present() {
        lock.lock();
        try {
            return List.copyOf(places);
        } finally {
            lock.unlock();
        }
    }

    private void beat() {
        present().forEach(place -> place.beat(config.heartbeat()));
    }

    /** While the server still listens, so that clients are told. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        end();
        long patience = LONGEST_FAREWELL.toNanos();
        lock.lock();
        try {
            while (!places.isEmpty() && patience > 0) {
                patience = left.awaitNanos(patience);
            }
        } finally {
            lock.unlock();
        }
    }

    /** In dev mode, where there is no event before. */
    void stop(@Observes @Priority(StartOrder.API) ShutdownEvent event) {
        end();
        beats.end(Duration.ZERO);
    }

    private void end() {
        ending = true;
        present().forEach(Place::end);
    }

    /** One client's place. */
    final class Place implements AutoCloseable {
        private final UUID vm;
        private final SocketKind kind;
        private volatile @Nullable LiveSocket socket;

        private Place(UUID vm, SocketKind kind) {
            this.vm = vm;
            this.kind = kind;
        }

        /** The daemon's end may have begun while the client was on its way. */
        void take(LiveSocket came) {
            socket = came;
            if (ending) {
                end();
            }
        }

        private void beat(Duration interval) {
            LiveSocket present = socket;
            if (present != null) {
                present.beat(interval);
            }
        }

        private void end() {
            LiveSocket present = socket;
            if (present != null) {
                present.end(Closing.GOING_AWAY, "The daemon is ending.");
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                places.remove(this);
                left.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
