package dev.vman.api;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The line to one client. Each event waits until the one before has gone to the socket, so no more
 * than one is ever buffered here for a client that does not read.
 */
final class EventLine implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EventLine.class);
    private static final long RECONNECT_MILLIS = 1_000;
    private static final long LINGER_MILLIS = 2_000;
    private static final long CLOSE_MILLIS = 50;
    private final SseEventSink sink;
    private final Sse sse;
    private final RoutingContext exchange;
    private final Duration patience;

    EventLine(SseEventSink sink, Sse sse, RoutingContext exchange, Duration patience) {
        this.sink = sink;
        this.sse = sse;
        this.exchange = exchange;
        this.patience = patience;
    }

    /** False when the client does not take it in time, or has gone. */
    boolean event(long number, String kind, String data) {
        return send(
                sse.newEventBuilder()
                        .id(Long.toString(number))
                        .name(kind)
                        .data(String.class, data)
                        .build());
    }

    /** As above; the number becomes the client's last event id without an event. */
    boolean comment(String text, long number) {
        return send(
                sse.newEventBuilder()
                        .id(Long.toString(number))
                        .reconnectDelay(RECONNECT_MILLIS)
                        .comment(text)
                        .build());
    }

    private boolean send(OutboundSseEvent event) {
        if (sink.isClosed()) {
            return false;
        }
        try {
            Object _ =
                    sink.send(event)
                            .toCompletableFuture()
                            .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            cutOff();
            return false;
        } catch (ExecutionException | IllegalStateException e) {
            LOG.debugf(e, "A client that listened has gone");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The word comes behind what the client has not read yet; it gets a moment to read both. */
    private void cutOff() {
        LOG.infof("A client that does not read its events is cut off");
        var _ = sink.send(sse.newEventBuilder().comment("too slow, cut off").build());
        var connection = exchange.request().connection();
        long _ = exchange.vertx().setTimer(LINGER_MILLIS, _ -> connection.close());
    }

    /** A little later: while the resource's method runs, its request context is still needed. */
    @Override
    public void close() {
        long _ = exchange.vertx().setTimer(CLOSE_MILLIS, _ -> sink.close());
    }
}
