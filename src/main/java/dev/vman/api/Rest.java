package dev.vman.api;

import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;

/**
 * The rest of a stream that nobody wants any more. A client that still sends would not read the
 * answer if the line were cut at once; and what is left unread is kept in memory by the framework.
 */
final class Rest {
    private static final int CHUNK_BYTES = 64 * 1024;

    private Rest() {}

    /** Reads and drops it for some seconds; a client that goes on sending is cut off then. */
    static void drop(InputStream content, RoutingContext exchange) {
        long end = System.nanoTime() + Edge.LINGER_MILLIS * 1_000_000;
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            while (content.read(chunk) >= 0) {
                if (System.nanoTime() > end) {
                    // Best effort: closing what is closed already is no failure.
                    var _ = exchange.request().connection().close();
                    return;
                }
            }
        } catch (IOException _) {
            // The client has gone, so nothing more will come.
        }
    }
}
