package dev.vman.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

/**
 * Gives a problem to requests that are no HTTP, too. Vert.x answers those itself, before any route,
 * with a bare status, and Quarkus hands out neither its server nor a way to set the handler for
 * them; so every connection gets a {@link UnparsedRequestAnswer} when it is accepted.
 */
@Singleton
class UnparsedRequests {
    private static final String NAME = "unparsed-requests";
    private final Vertx vertx;
    private final Edge edge;

    UnparsedRequests(Vertx vertx, Edge edge) {
        this.vertx = vertx;
        this.edge = edge;
    }

    void started(@ObservesAsync HttpServerStart start) {
        for (EventExecutor executor : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
            SingleThreadEventLoop loop = (SingleThreadEventLoop) executor;
            loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(this::watch));
        }
    }

    private void watch(Channel listening) {
        if (listening instanceof ServerChannel) {
            ChannelPipeline pipeline = listening.pipeline();
            if (pipeline.get(NAME) != null) {
                // Live reload keeps the server; what it had is of an older version of this class.
                pipeline.remove(NAME);
            }
            pipeline.addFirst(NAME, new Accepting());
        }
    }

    private final class Accepting extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Channel connection) {
                connection.pipeline().addLast(new Beginning());
            }
            context.fireChannelRead(message);
        }
    }

    /** By its first byte a connection has the handlers that Vert.x gives it. */
    private final class Beginning extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ChannelPipeline pipeline = context.pipeline();
            String vertxConnection = pipeline.lastContext().name();
            pipeline.addBefore(vertxConnection, NAME, new UnparsedRequestAnswer(edge));
            pipeline.remove(this);
            context.fireChannelRead(message);
        }
    }
}
