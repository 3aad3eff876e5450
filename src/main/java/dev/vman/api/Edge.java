package dev.vman.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Stands before every route, those of the framework and paths that do not exist included: who is
 * asking, under which name, from where, and how much.
 */
@Singleton
class Edge {
    /** How long the rest of a refused request is read, so that its sender reads the answer. */
    static final long LINGER_MILLIS = 5_000;

    private final List<EdgeRule> rules;
    private final ObjectMapper json;

    Edge(
            ApiConfig config,
            ApiToken token,
            Tickets tickets,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        AllowedHosts hosts = AllowedHosts.of(host, config.allowedHosts().orElse(List.of()));
        this.json = json;
        this.rules =
                List.of(
                        new HostRule(hosts),
                        new OriginRule(hosts),
                        new TargetRule(),
                        new TokenRule(token, tickets),
                        new BodySizeRule());
    }

    /** Priority: before body handlers and everything else that a framework may bring. */
    void install(@Observes Filters filters) {
        filters.register(this::pass, Integer.MAX_VALUE);
    }

    private void pass(RoutingContext exchange) {
        SecurityHeaders.addTo(exchange);
        EmptyBody.forgetItsType(exchange.request());
        refusal(exchange.request())
                .ifPresentOrElse(problem -> refuse(exchange, problem), exchange::next);
    }

    /** Why this request may not come in; empty if it may. */
    Optional<HttpProblem> refusal(HttpServerRequest request) {
        try {
            rules.forEach(rule -> rule.check(request));
            return Optional.empty();
        } catch (HttpProblem problem) {
            return Optional.of(problem);
        }
    }

    /** Answers with a problem, also from outside of the resources. */
    void refuse(RoutingContext exchange, HttpProblem problem) {
        HttpServerRequest request = exchange.request();
        HttpServerResponse response = exchange.response();
        problem.headers().forEach(response::putHeader);
        response.setStatusCode(problem.status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        if (!request.isEnded() && EmptyBody.mayHaveBody(request)) {
            closeAfterDraining(exchange);
        }
        // The answer is sent; that a client left before it arrived changes nothing.
        var _ = response.end(write(problem.body(request.uri().split("\\?", 2)[0])));
    }

    /**
     * A client that still sends its body would not read the answer if the line were cut at once.
     */
    private static void closeAfterDraining(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        exchange.response().putHeader("Connection", "close");
        request.handler(_ -> {});
        request.endHandler(_ -> close(request));
        request.resume();
        exchange.vertx().setTimer(LINGER_MILLIS, _ -> close(request));
    }

    private static void close(HttpServerRequest request) {
        // Best effort: closing what is closed already is no failure.
        var _ = request.connection().close();
    }

    /** As JSON. */
    String write(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can't be written", e);
        }
    }
}
