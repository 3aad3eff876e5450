package dev.vman.api;

import dev.vman.inventory.Reference;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Turns requests into WebSockets. Whatever can be refused is refused before, as a problem; each
 * socket then has a virtual thread until its end.
 */
@Singleton
class SocketUpgrades {
    private static final Logger LOG = Logger.getLogger(SocketUpgrades.class);

    /** Before the resources, which have an answer for those who ask without an upgrade. */
    private static final int ORDER = -1;

    private static final long HANDSHAKE_SECONDS = 10;
    private final Vertx vertx;
    private final Edge edge;
    private final Tickets tickets;
    private final VmReading reading;
    private final LiveSockets sockets;
    private final SocketSessions sessions;
    private final SocketConfig config;

    SocketUpgrades(
            Vertx vertx,
            Edge edge,
            Tickets tickets,
            VmReading reading,
            LiveSockets sockets,
            SocketSessions sessions,
            SocketConfig config) {
        this.vertx = vertx;
        this.edge = edge;
        this.tickets = tickets;
        this.reading = reading;
        this.sockets = sockets;
        this.sessions = sessions;
        this.config = config;
    }

    void install(@Observes Router router) {
        for (SocketKind kind : SocketKind.values()) {
            router.get(ApiApplication.PATH + "/vms/:vm/" + kind.path())
                    .order(ORDER)
                    .handler(exchange -> handle(exchange, kind));
        }
    }

    private void handle(RoutingContext exchange, SocketKind kind) {
        if (!UpgradeRequest.isUpgrade(exchange.request())) {
            exchange.next();
            return;
        }
        exchange.request().pause();
        Context loop = vertx.getOrCreateContext();
        Thread.ofVirtual().name("socket " + kind).start(() -> serve(exchange, kind, loop));
    }

    private void serve(RoutingContext exchange, SocketKind kind, Context loop) {
        try {
            open(exchange, kind, loop);
        } catch (RuntimeException e) {
            HttpProblem problem = ThrownProblem.of(e);
            loop.runOnContext(_ -> refuse(exchange, problem));
        }
    }

    /** The line may be used for the next request. */
    private void refuse(RoutingContext exchange, HttpProblem problem) {
        exchange.request().resume();
        edge.refuse(exchange, problem);
    }

    private void open(RoutingContext exchange, SocketKind kind, Context loop) {
        SocketQuery query = SocketQuery.of(exchange.queryParams(), kind);
        UUID vm = vm(exchange, query, kind);
        try (LiveSockets.Place place = sockets.enter(vm, kind);
                SocketSession session = sessions.open(vm, kind, query)) {
            upgrade(handshake(exchange.request(), loop), place, session);
        }
    }

    /** The VM that is asked for, if the ticket is good for it; the edge has checked the token. */
    private UUID vm(RoutingContext exchange, SocketQuery query, SocketKind kind) {
        String ticket = query.ticket();
        if (ticket == null) {
            return reading.id(Reference.parse(exchange.pathParam("vm")));
        }
        UUID granted = tickets.redeem(ticket, kind).orElseThrow(Tickets::refusal);
        UUID vm = reading.id(Reference.parse(exchange.pathParam("vm")));
        if (!granted.equals(vm)) {
            throw Tickets.refusal();
        }
        return vm;
    }

    /** On the event loop: a client's first frames may come in right behind its request. */
    private CompletionStage<LiveSocket> handshake(HttpServerRequest request, Context loop) {
        Promise<LiveSocket> socket = Promise.promise();
        loop.runOnContext(_ ->
                request.toWebSocket()
                        .map(line -> new LiveSocket(line, config.sendTimeout()))
                        .onComplete(socket));
        return socket.future().toCompletionStage();
    }

    private static void upgrade(
            CompletionStage<LiveSocket> coming, LiveSockets.Place place, SocketSession session) {
        try {
            LiveSocket socket =
                    coming.toCompletableFuture().get(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
            place.take(socket);
            run(session, socket);
        } catch (ExecutionException | TimeoutException e) {
            // Vert.x has said why, or the client has gone.
            LOG.debugf(e, "no WebSocket came of an upgrade");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(SocketSession session, LiveSocket socket) {
        try {
            session.run(socket);
        } catch (RuntimeException e) {
            LOG.error("A WebSocket failed unexpectedly", e);
            socket.end(Closing.FAILED, "The daemon failed unexpectedly.");
        }
    }
}
