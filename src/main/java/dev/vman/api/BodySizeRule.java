package dev.vman.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A body that says its length says a small one; {@link JsonBodies} counts those that do not. */
record BodySizeRule() implements EdgeRule {
    static final int MOST_BYTES = 1 << 20;

    /** What goes into a guest, or becomes an image, as a stream. */
    private static final Pattern STREAMS =
            Pattern.compile("/api/v1/(vms/[^/?]+/files|images/[^/?]+/content)(\\?.*)?");

    @Override
    public void check(HttpServerRequest request) {
        if (!isStream(request) && tooLarge(request.getHeader("Content-Length"))) {
            throw refusal();
        }
    }

    private static boolean isStream(HttpServerRequest request) {
        return HttpMethod.PUT.equals(request.method()) && STREAMS.matcher(request.uri()).matches();
    }

    private static boolean tooLarge(@Nullable String length) {
        return length != null && (length.length() > 18 || Long.parseLong(length) > MOST_BYTES);
    }

    static HttpProblem refusal() {
        return HttpProblem.of(
                413,
                "body-too-large",
                "The body is larger than " + MOST_BYTES + " bytes.",
                "Send a smaller body.");
    }
}
