package dev.vman.api;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** What the server takes on WebSockets. */
@Singleton
class SocketServerOptions implements HttpServerOptionsCustomizer {
    static final int MOST_FRAME_BYTES = 64 << 10;
    private static final int GOODBYE_SECONDS = 3;

    /** Without compression: a small frame could hold a large one, and RFB compresses itself. */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(MOST_FRAME_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(GOODBYE_SECONDS);
    }
}
