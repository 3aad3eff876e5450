package dev.vman.api;

import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** The request target is a path whose escapes are whole and hide no control character. */
record TargetRule() implements EdgeRule {
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern CONTROL =
            Pattern.compile("%([01][0-9A-Fa-f]|7[Ff])|[\\x00-\\x1f\\x7f]");

    @Override
    public void check(HttpServerRequest request) {
        String target = request.uri();
        if (!target.startsWith("/")) {
            throw malformed("The request target must be a path.");
        }
        if (BAD_ESCAPE.matcher(target).find()) {
            throw malformed("The request target has a '%' that two hex digits do not follow.");
        }
        if (CONTROL.matcher(target).find()) {
            throw malformed("The request target has a control character.");
        }
    }

    private static HttpProblem malformed(String detail) {
        return HttpProblem.of(400, "malformed-target", detail, "Percent-encode the address.");
    }
}
