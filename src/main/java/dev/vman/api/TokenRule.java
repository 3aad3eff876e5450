package dev.vman.api;

import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whatever is not open needs the token. */
record TokenRule(ApiToken token) implements EdgeRule {
    private static final Pattern BEARER =
            Pattern.compile("bearer +([^ ]+) *", Pattern.CASE_INSENSITIVE);

    @Override
    public void check(HttpServerRequest request) {
        String path = request.uri().split("\\?", 2)[0];
        if (!OpenPaths.isOpen(request.method().name(), path)
                && !authorized(request.getHeader("Authorization"))) {
            throw HttpProblem.of(
                            401,
                            "unauthorized",
                            "The request has no token, or a wrong one.",
                            "Send 'Authorization: Bearer <token>' with the content of the storage folder's file 'token'.")
                    .with("WWW-Authenticate", "Bearer");
        }
    }

    private boolean authorized(@Nullable String header) {
        if (header == null) {
            return false;
        }
        Matcher bearer = BEARER.matcher(header);
        return bearer.matches() && token.matches(bearer.group(1));
    }
}
