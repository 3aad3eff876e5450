package dev.vman.api;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** What a browser is told about every answer. */
final class SecurityHeaders {
    private static final String DATA = "default-src 'none'; frame-ancestors 'none'";

    /** Swagger UI starts itself by an inline script. */
    private static final String PAGES =
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; base-uri 'self'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    static void addTo(RoutingContext exchange) {
        boolean data = exchange.request().uri().startsWith("/api");
        MultiMap headers = exchange.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Content-Security-Policy", data ? DATA : PAGES);
        if (data) {
            headers.set("Cache-Control", "no-store");
        }
    }
}
