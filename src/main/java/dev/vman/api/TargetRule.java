package dev.vman.api;

import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** The request target is a path that hides no control character. (Broken escapes end earlier.) */
record TargetRule() implements EdgeRule {
    private static final Pattern CONTROL = Pattern.compile("%([01][0-9A-Fa-f]|7[Ff])");

    @Override
    public void check(HttpServerRequest request) {
        if (!request.uri().startsWith("/")) {
            throw malformed("The request target must be a path.");
        }
        if (CONTROL.matcher(request.uri()).find()) {
            throw malformed("The request target has a control character.");
        }
    }

    private static HttpProblem malformed(String detail) {
        return HttpProblem.of(400, "malformed-target", detail, "Correct the address.");
    }
}
