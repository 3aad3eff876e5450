package dev.vman.api;

import dev.vman.Failure;
import dev.vman.StartOrder;
import dev.vman.journal.EventLog;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The places for clients that listen. */
@Singleton
class EventStreams {
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(3);
    private final EventLog log;
    private final int size;
    private final Semaphore free;
    private volatile boolean ending;

    EventStreams(EventLog log, EventStreamConfig config) {
        this.log = log;
        this.size = config.maxStreams();
        this.free = new Semaphore(size);
    }

    /**
     * Takes a place, until the exchange has ended.
     *
     * @throws Failure.Unavailable all are taken
     */
    Place enter(RoutingContext exchange) {
        if (ending || !free.tryAcquire()) {
            throw Failure.Unavailable.now(
                    "too-many-streams",
                    ending ? "The daemon is ending." : size + " clients listen already.",
                    "Close a stream that is not needed, or try again later.");
        }
        return new Place(exchange);
    }

    /** How many clients listen now. */
    int open() {
        return size - free.availablePermits();
    }

    /**
     * While the server still listens, so that clients are told, and their answers end as they
     * should: when {@link ShutdownEvent} comes, it has cut their connections.
     */
    void stop(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        end();
        boolean _ = free.tryAcquire(size, LONGEST_FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** In dev mode, where there is no event before; nobody waits there. */
    void stop(@Observes @Priority(StartOrder.API) ShutdownEvent event) {
        end();
    }

    private void end() {
        ending = true;
        log.wake();
    }

    /** One client's place. */
    final class Place {
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(RoutingContext exchange) {
            int _ = exchange.addEndHandler(_ -> leave());
            // No handler hears of an end that was before it.
            if (exchange.response().closed()) {
                leave();
            }
        }

        private void leave() {
            if (left.compareAndSet(false, true)) {
                free.release();
                log.wake();
            }
        }

        /** Whether the client has gone, or the daemon is going. */
        boolean over() {
            return left.get() || ending;
        }

        boolean ending() {
            return ending;
        }
    }
}
