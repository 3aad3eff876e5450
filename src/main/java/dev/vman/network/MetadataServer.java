package dev.vman.network;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Answers guests over HTTP, on a socket that was made in their namespace. One thread reads and
 * writes for all; each connection carries one question, has a deadline, and counts against its
 * guest.
 */
final class MetadataServer implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final long CLOSE_MILLIS = 500;
    private static final long LONGEST_CLOSE_MILLIS = 10_000;

    private final NioEventLoopGroup loop =
            new NioEventLoopGroup(1, new DefaultThreadFactory("vman-metadata", true));
    private final MetadataRules rules;
    private final GuestDirectory guests;
    private final MetadataLimits limits;
    private final ConnectionCount connections;
    private final ConnectionRate rate;

    MetadataServer(MetadataRules rules, GuestDirectory guests, MetadataLimits limits) {
        this.rules = rules;
        this.guests = guests;
        this.limits = limits;
        this.connections = new ConnectionCount(limits);
        this.rate = new ConnectionRate(limits, System::nanoTime);
    }

    /** A listening socket of the calling thread's namespace. */
    static ServerSocketChannel socket(InetSocketAddress address) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            return socket.bind(address, BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Begins to answer on this socket, which is the server's from now on. */
    void serve(ServerSocketChannel socket) {
        var _ =
                new ServerBootstrap()
                        .group(loop)
                        .channelFactory(() -> new NioServerSocketChannel(socket))
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new Connections())
                        .register()
                        .syncUninterruptibly();
    }

    private final class Connections extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            if (!rate.take(channel.remoteAddress().getAddress()) || !connections.admit(channel)) {
                var _ = channel.close();
                return;
            }
            var _ =
                    channel.eventLoop()
                            .schedule(
                                    () -> {
                                        var _ = channel.close();
                                    },
                                    limits.deadline().toMillis(),
                                    TimeUnit.MILLISECONDS);
            channel.pipeline()
                    .addLast(
                            new HttpServerCodec(
                                    new HttpDecoderConfig()
                                            .setMaxInitialLineLength(MetadataLimits.LINE_BYTES)
                                            .setMaxHeaderSize(MetadataLimits.HEADER_BYTES)))
                    .addLast(new HttpObjectAggregator(MetadataLimits.BODY_BYTES, true))
                    .addLast(new MetadataConnection(rules, guests));
        }
    }

    /** Ends all connections; returns when the socket is closed. */
    @Override
    public void close() {
        var _ =
                loop.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                        .awaitUninterruptibly(LONGEST_CLOSE_MILLIS);
    }
}
