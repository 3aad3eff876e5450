package dev.vman.api;

import io.vertx.core.http.HttpServerRequest;

/**
 * The type of no content says nothing, yet some clients send one with every POST; an action without
 * a body would be refused because of it.
 */
final class EmptyBody {
    private EmptyBody() {}

    static void forgetItsType(HttpServerRequest request) {
        if (!mayHaveBody(request)) {
            request.headers().remove("Content-Type");
        }
    }

    static boolean mayHaveBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return request.headers().contains("Transfer-Encoding")
                || (length != null && !length.equals("0"));
    }
}
