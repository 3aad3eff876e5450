package dev.vman.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * On one connection, between Vert.x and the codec: a bare refusal becomes a problem. Vert.x gives
 * such to what could not be parsed, which is always the last request of a connection, and to paths
 * that it can't decode.
 */
final class UnparsedRequestAnswer extends ChannelDuplexHandler {
    /** What Netty calls a request whose first line it could not read. */
    private static final String NO_URI = "/bad-request";

    private final Edge edge;
    private final Queue<HttpRequest> unanswered = new ArrayDeque<>();
    private boolean unparsed;
    private boolean lingering;

    UnparsedRequestAnswer(Edge edge) {
        this.edge = edge;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (lingering) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            unanswered.add(request);
            unparsed = request.decoderResult().isFailure();
        }
        context.fireChannelRead(message);
    }

    // Whoever asked for it holds the promise, so the futures are of no use here.
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        HttpRequest request = isEndOfAnswer(message) ? unanswered.poll() : null;
        if (request != null
                && !request.method().equals(HttpMethod.HEAD)
                && message instanceof FullHttpResponse response
                && isBareRefusal(response)) {
            ReferenceCountUtil.release(message);
            var _ = context.write(problem(response, request.uri()), promise);
        } else {
            var _ = context.write(message, promise);
        }
    }

    /** "100 Continue" and its like are followed by the answer. */
    private static boolean isEndOfAnswer(Object message) {
        boolean interim =
                message instanceof HttpResponse response
                        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        return message instanceof LastHttpContent && !interim;
    }

    private static boolean isBareRefusal(FullHttpResponse response) {
        return response.status().codeClass() == HttpStatusClass.CLIENT_ERROR
                && !response.headers().contains(HttpHeaderNames.CONTENT_TYPE)
                && !response.content().isReadable();
    }

    private FullHttpResponse problem(FullHttpResponse bare, String uri) {
        HttpResponseStatus status = bare.status();
        String instance = uri.equals(NO_URI) ? "/" : uri.split("\\?", 2)[0];
        String text = edge.write(ThrownProblem.of(status.code(), null).body(instance));
        ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set("X-Content-Type-Options", "nosniff");
        if (unparsed || closes(bare)) {
            answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return answer;
    }

    private static boolean closes(FullHttpResponse bare) {
        return bare.headers()
                .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    }

    /**
     * Where something is still being sent, closing at once would reset the connection, and the
     * answer could be lost; so the rest is read, for a while. Vert.x closes twice, for the answer's
     * sake and for the request's: only the first begins the while, and neither ends it early.
     */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (lingering) {
            var _ = context.channel().closeFuture().addListener(_ -> promise.trySuccess());
            return;
        }
        if (!unparsed || !(context.channel() instanceof SocketChannel line)) {
            var _ = context.close(promise);
            return;
        }
        lingering = true;
        line.config().setAutoRead(true);
        var _ = line.shutdownOutput();
        Runnable end =
                () -> {
                    var _ = context.close(promise);
                };
        var _ = context.executor().schedule(end, Edge.LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
}
