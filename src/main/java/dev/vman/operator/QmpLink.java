package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.Failure;
import dev.vman.host.UntrustedSockets;
import dev.vman.qmp.QmpAnswer;
import dev.vman.qmp.QmpClient;
import dev.vman.qmp.QmpCommandFailed;
import dev.vman.qmp.QmpEvent;
import dev.vman.qmp.QmpException;
import dev.vman.qmp.QmpOptions;
import dev.vman.qmp.QmpSubscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one machine connected: connects, hands out events until the connection ends, connects
 * again, until it is closed. Commands wait for a connection within their deadline.
 */
final class QmpLink implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(QmpLink.class);
    private static final Duration HANDSHAKE = Duration.ofSeconds(1);
    // A connection that ends sooner is no success: the pace of reconnecting goes on slowing down.
    private static final Duration STABLE = Duration.ofSeconds(1);
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final int EVENTS_KEPT = 256;

    /** Hears of the link, on its thread; must be quick. */
    interface Listener {
        void connected();

        void disconnected();

        void event(QmpEvent event);

        /** Events were lost: whatever they said has to be read afresh. */
        void eventsLost();
    }

    private final Path socket;
    private final Set<String> eventNames;
    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread keeper;
    private @Nullable QmpClient client;
    private volatile boolean closed;

    QmpLink(Path socket, Set<String> eventNames, Listener listener) {
        this.socket = socket;
        this.eventNames = eventNames;
        this.listener = listener;
        keeper = Thread.ofVirtual().name("qmp-link " + socket).unstarted(this::keep);
    }

    void start() {
        keeper.start();
    }

    /** Whether there is a connection; waits for one until the deadline. */
    boolean awaitConnected(Duration deadline) {
        return client(true, Deadline.in(deadline)).isPresent();
    }

    /** Whether there is none, and every event of the last one was heard; waits for that. */
    boolean awaitDisconnected(Duration deadline) {
        return client(false, Deadline.in(deadline)).isEmpty();
    }

    JsonNode execute(String command, Duration deadline) {
        return execute(command, JsonNodeFactory.instance.objectNode(), deadline);
    }

    /**
     * Executes a command.
     *
     * @throws Failure.Unavailable {@code vm-unreachable}, when no answer came in time
     * @throws Failure.HostFailure {@code qemu-refused} with QEMU's own words; its cause is the
     *     {@link QmpCommandFailed}
     */
    JsonNode execute(String command, ObjectNode arguments, Duration deadline) {
        return send(command, arguments, deadline).await();
    }

    /** As {@link #execute(String, Duration)}; the answer throws what that one throws. */
    QmpAnswer send(String command, Duration deadline) {
        return send(command, JsonNodeFactory.instance.objectNode(), deadline);
    }

    private QmpAnswer send(String command, ObjectNode arguments, Duration deadline) {
        Deadline end = Deadline.in(deadline);
        QmpClient connected = client(true, end).orElseThrow(() -> notConnected(command, deadline));
        QmpAnswer answer =
                understood(command, () -> connected.send(command, arguments, end.left()));
        return new Understood(command, answer);
    }

    /** An answer that fails in the operator's words. */
    private record Understood(String command, QmpAnswer answer) implements QmpAnswer {
        @Override
        public JsonNode await() {
            return understood(command, answer::await);
        }

        @Override
        public boolean isReadyWithin(Duration patience) {
            return answer.isReadyWithin(patience);
        }
    }

    private static <T> T understood(String command, Supplier<T> exchange) {
        try {
            return exchange.get();
        } catch (QmpCommandFailed e) {
            String detail = "QEMU refused " + command + ": " + e.description();
            throw new Failure.HostFailure("qemu-refused", detail, null, e);
        } catch (QmpException e) {
            throw Unreachable.because("QEMU did not answer: " + e.getMessage());
        }
    }

    /**
     * Events of these names from now until the connection ends.
     *
     * @throws Failure.Unavailable when there is no connection within the deadline
     */
    QmpSubscription subscribe(Set<String> names, Duration deadline) {
        return client(true, Deadline.in(deadline))
                .orElseThrow(() -> notConnected("subscribe", deadline))
                .subscribe(names, EVENTS_KEPT);
    }

    private Failure.Unavailable notConnected(String command, Duration deadline) {
        long millis = deadline.toMillis();
        return Unreachable.because(
                command
                        + ": QEMU accepted no QMP connection on "
                        + socket
                        + " in "
                        + millis
                        + " ms");
    }

    /** Waits until there is a connection, or until there is none; returns what there is then. */
    private Optional<QmpClient> client(boolean wanted, Deadline end) {
        lock.lock();
        try {
            while ((client != null) != wanted && !closed && !end.passed()) {
                boolean _ = changed.await(end.left().toNanos(), TimeUnit.NANOSECONDS);
            }
            return Optional.ofNullable(client);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Unreachable.because("interrupted while waiting for a QMP connection");
        } finally {
            lock.unlock();
        }
    }

    private void keep() {
        long tryingSince = System.nanoTime();
        while (!closed) {
            long attempt = System.nanoTime();
            connect().ifPresent(this::serve);
            long now = System.nanoTime();
            if (now - attempt > STABLE.plus(HANDSHAKE).toNanos()) {
                tryingSince = now;
            }
            pause(ReconnectPace.after(Duration.ofNanos(now - tryingSince)));
        }
    }

    private Optional<QmpClient> connect() {
        // Not worth an exception each time; a link is refused where the socket is reached.
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try {
            QmpOptions options = QmpOptions.defaults().withHandshakeDeadline(HANDSHAKE);
            return Optional.of(
                    UntrustedSockets.reach(socket, path -> QmpClient.connect(path, options)));
        } catch (QmpException | IOException e) {
            LOG.debugf("%s: %s", socket, e.getMessage());
            return Optional.empty();
        }
    }

    /** Hands out events until the connection ends. */
    private void serve(QmpClient connected) {
        try (connected;
                QmpSubscription events = connected.subscribe(eventNames, EVENTS_KEPT)) {
            set(connected);
            listener.connected();
            pump(events);
        } catch (QmpException e) {
            LOG.debugf("%s: %s", socket, e.getMessage());
        } finally {
            set(null);
            listener.disconnected();
        }
    }

    private void pump(QmpSubscription events) {
        long lost = 0;
        while (!closed) {
            events.poll(FOREVER).ifPresent(listener::event);
            if (events.dropped() != lost) {
                lost = events.dropped();
                listener.eventsLost();
            }
        }
    }

    private void set(@Nullable QmpClient now) {
        lock.lock();
        try {
            client = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            // Only close() interrupts; the loop sees it.
        }
    }

    /** Ends the connection; whoever waits for one gets none. Idempotent. */
    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            if (client != null) {
                client.close();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        keeper.interrupt();
    }
}
