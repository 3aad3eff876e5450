package dev.vman.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * A connection to one QEMU. Any number of threads may use it at once, none waits for another. It
 * does not reconnect: after its end every method that needs QEMU throws the reason, and {@link
 * #onClose} tells it once.
 */
public final class QmpClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(QmpClient.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path socket;
    private final QmpGreeting greeting;
    private final CommandIds ids;
    private final Calls calls = new Calls();
    private final Subscriptions subscriptions = new Subscriptions();
    private final Connection connection;

    private QmpClient(Session session) {
        socket = session.socket();
        greeting = session.greeting();
        ids = session.ids();
        connection = new Connection(session, this::receive, this::release);
    }

    /**
     * Connects, and negotiates with QEMU. Events of the time before the first {@link #subscribe}
     * are not kept: subscribe first, then read the state.
     *
     * @param socket of {@code -qmp unix:...}; at most 107 bytes long
     * @throws QmpTimedOut if QEMU does not answer in time: it is stopped, or serves another client
     * @throws QmpDisconnected if nobody listens there, or the peer hangs up
     * @throws QmpProtocolViolation if the peer does not speak QMP
     * @throws QmpCommandFailed if QEMU refuses the negotiation
     */
    public static QmpClient connect(Path socket, QmpOptions options) {
        QmpClient client = new QmpClient(Handshake.open(socket, options));
        client.connection.start();
        return client;
    }

    /** What QEMU said first: its version and what it can do. */
    public QmpGreeting greeting() {
        return greeting;
    }

    /** Executes a command without arguments; see {@link #execute(String, ObjectNode, Duration)}. */
    public JsonNode execute(String command, Duration deadline) {
        return execute(command, JsonNodeFactory.instance.objectNode(), deadline);
    }

    /** Executes a command; see {@link #execute(String, ObjectNode, Duration)}. */
    public JsonNode execute(String command, Map<String, ?> arguments, Duration deadline) {
        return execute(command, MAPPER.<ObjectNode>valueToTree(arguments), deadline);
    }

    /**
     * Executes a command and waits for its answer. The deadline covers sending too.
     *
     * @return the value that QEMU returned; an empty object for commands that return nothing
     * @throws QmpCommandFailed if QEMU answered with an error
     * @throws QmpTimedOut if the answer did not come in time; one that comes later is dropped
     * @throws QmpDisconnected if the connection has ended, or ends before the answer
     * @throws QmpProtocolViolation if it ended because the peer broke the protocol
     */
    public JsonNode execute(String command, ObjectNode arguments, Duration deadline) {
        return send(command, arguments, deadline).await();
    }

    /**
     * Sends a command whose answer is awaited later; the deadline runs from now on. Throws as
     * {@link #execute(String, ObjectNode, Duration)} where it can't be sent.
     */
    public QmpAnswer send(String command, ObjectNode arguments, Duration deadline) {
        Call call = new Call(ids.next(), command, arguments);
        QmpAnswer answer = new PendingAnswer(call, calls, connection, deadline);
        calls.add(call);
        try {
            // After add: a connection that ends from here on fails the call by itself.
            connection.ending().check();
            send(call, deadline);
        } catch (RuntimeException e) {
            calls.forget(call);
            throw e;
        }
        return answer;
    }

    private void send(Call call, Duration deadline) {
        if (!deadline.isPositive()) {
            throw new QmpTimedOut(call.command() + ": no time left to send it", false, null);
        }
        LOG.debugf("%s <- %s %s", socket, call.command(), call.id());
        connection.send(call);
    }

    /** Subscribes to the events of these names; see {@link #subscribe(Predicate, int)}. */
    public QmpSubscription subscribe(Set<String> names, int capacity) {
        Set<String> wanted = Set.copyOf(names);
        return subscribe(event -> wanted.contains(event.name()), capacity);
    }

    /**
     * Collects events from now on.
     *
     * @param filter runs on the connection's reader: it must be quick and never block
     * @param capacity how many events are kept for a slow reader before the oldest are dropped
     * @return a subscription, already ended if the connection is
     */
    public QmpSubscription subscribe(Predicate<QmpEvent> filter, int capacity) {
        QmpSubscription subscription = subscriptions.add(filter, capacity);
        connection.ending().reason().ifPresent(subscription::end);
        return subscription;
    }

    /** Whether the connection stands; it may end in the very next moment. */
    public boolean isOpen() {
        return connection.ending().reason().isEmpty();
    }

    /**
     * Calls the listener once when the connection ends, for whatever reason, {@link #close()}
     * included; at once if it has ended. It runs on the thread that noticed the end, after
     * everything pending has failed.
     */
    public void onClose(Consumer<QmpException> listener) {
        connection.ending().onAnnounce(listener);
    }

    /** Ends the connection and fails what is pending; QEMU goes on. Idempotent, does not wait. */
    @Override
    public void close() {
        connection.end(
                new QmpDisconnected("the connection to " + socket + " was closed here", null));
    }

    private void receive(QmpMessage message) {
        switch (message) {
            case QmpMessage.Reply reply -> calls.answer(reply);
            case QmpEvent event -> {
                LOG.debugf("%s -> %s", socket, Excerpt.of(event.name()));
                subscriptions.publish(event);
            }
            case QmpGreeting _ -> throw new QmpProtocolViolation(socket + " greeted twice");
        }
    }

    private void release(QmpException reason) {
        calls.failAll(reason);
        subscriptions.end(reason);
    }

    /** For tests: whether the connection has left no thread behind. */
    boolean awaitThreads(Duration each) throws InterruptedException {
        return connection.awaitThreads(each);
    }
}
