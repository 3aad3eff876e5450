package dev.vman.api;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whatever is not open needs the token. */
record TokenRule(ApiToken token, Tickets tickets) implements EdgeRule {
    private static final Pattern BEARER =
            Pattern.compile("bearer +([^ ]+) *", Pattern.CASE_INSENSITIVE);

    @Override
    public void check(HttpServerRequest request) {
        String path = request.uri().split("\\?", 2)[0];
        if (!OpenPaths.isOpen(request.method().name(), path)
                && !authorized(request.getHeader("Authorization"))
                && !hasTicket(request)) {
            throw HttpProblem.of(
                            401,
                            "unauthorized",
                            "The request has no token, or a wrong one.",
                            "Send 'Authorization: Bearer <token>' with the content of the storage folder's file 'token'.")
                    .with("WWW-Authenticate", "Bearer");
        }
    }

    /** For an upgrade; one that brings a ticket which is none is told so. */
    private boolean hasTicket(HttpServerRequest request) {
        Optional<UpgradeRequest> upgrade = UpgradeRequest.of(request);
        @Nullable String ticket = upgrade.map(UpgradeRequest::ticket).orElse(null);
        if (upgrade.isEmpty() || ticket == null) {
            return false;
        }
        if (!tickets.admits(ticket, upgrade.get().kind())) {
            throw Tickets.refusal();
        }
        return true;
    }

    private boolean authorized(@Nullable String header) {
        if (header == null) {
            return false;
        }
        Matcher bearer = BEARER.matcher(header);
        return bearer.matches() && token.matches(bearer.group(1));
    }
}
