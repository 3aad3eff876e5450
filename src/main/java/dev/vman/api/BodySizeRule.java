package dev.vman.api;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** A body that says its length says a small one; {@link JsonBodies} counts those that do not. */
record BodySizeRule(long maxBytes) implements EdgeRule {
    @Override
    public void check(HttpServerRequest request) {
        if (tooLarge(request.getHeader("Content-Length"))) {
            throw refusal(maxBytes);
        }
    }

    private boolean tooLarge(@Nullable String length) {
        return length != null && (length.length() > 18 || Long.parseLong(length) > maxBytes);
    }

    static HttpProblem refusal(long maxBytes) {
        return HttpProblem.of(
                413,
                "body-too-large",
                "The body is larger than " + maxBytes + " bytes.",
                "Send a smaller body.");
    }
}
