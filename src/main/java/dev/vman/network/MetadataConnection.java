package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One connection of a guest: the first question is answered, and that is its end. */
final class MetadataConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = Logger.getLogger(MetadataConnection.class);

    private final MetadataRules rules;
    private final GuestDirectory guests;
    private boolean asked;

    MetadataConnection(MetadataRules rules, GuestDirectory guests) {
        this.rules = rules;
        this.guests = guests;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (asked) {
            return;
        }
        asked = true;
        context.channel().config().setAutoRead(false);
        if (request.decoderResult().isFailure()) {
            send(context, MetadataReply.error(400, "malformed"), false);
            return;
        }
        boolean head = request.method().equals(HttpMethod.HEAD);
        MetadataQuestion question = question(request);
        // The directory may wait for the database; the one thread of all guests must not.
        var _ =
                Thread.ofVirtual()
                        .name("vman-metadata-answer")
                        .start(() -> send(context, answer(context, question), head));
    }

    private static MetadataQuestion question(FullHttpRequest request) {
        HttpHeaders headers = request.headers();
        return new MetadataQuestion(
                request.method().name(),
                request.uri().split("\\?", 2)[0],
                Optional.ofNullable(headers.get(MetadataQuestion.TTL_HEADER)),
                Optional.ofNullable(headers.get(MetadataQuestion.TOKEN_HEADER)),
                headers.contains(MetadataQuestion.FORWARDED_HEADER));
    }

    private MetadataReply answer(ChannelHandlerContext context, MetadataQuestion question) {
        try {
            InetSocketAddress peer = (InetSocketAddress) context.channel().remoteAddress();
            Ipv4Address address = Ipv4Address.parse(peer.getAddress().getHostAddress());
            return rules.answer(question, guests.byAddress(address));
        } catch (RuntimeException e) {
            LOG.warn("A guest's question for its metadata could not be answered", e);
            return MetadataReply.error(500, "not now");
        }
    }

    private static void send(ChannelHandlerContext context, MetadataReply reply, boolean head) {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        ByteBuf body = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes);
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.CONNECTION, "close");
        reply.ttlSeconds()
                .ifPresent(seconds -> response.headers().set(MetadataQuestion.TTL_HEADER, seconds));
        var _ = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    /** Whatever a guest sends: its connection ends, and nothing else. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debugf("metadata connection: %s", cause.getMessage());
        var _ = context.close();
    }
}
