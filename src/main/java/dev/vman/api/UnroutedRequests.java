package dev.vman.api;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Requests that no resource takes: the start page, unknown paths, and failures of the framework.
 */
@Singleton
class UnroutedRequests {
    private final Edge edge;

    UnroutedRequests(Edge edge) {
        this.edge = edge;
    }

    void install(@Observes Router router) {
        router.get("/").handler(exchange -> exchange.redirect("/q/swagger-ui/"));
        router.route().order(Integer.MIN_VALUE).failureHandler(this::fail);
        // A request whose Host is malformed or missing fails before any filter sees it.
        router.errorHandler(400, this::fail);
        router.route().order(Integer.MAX_VALUE).handler(this::notFound);
    }

    private void notFound(RoutingContext exchange) {
        edge.refuse(exchange, UnknownPath.problem(exchange.normalizedPath()));
    }

    private void fail(RoutingContext exchange) {
        if (exchange.response().headWritten()) {
            exchange.next();
            return;
        }
        HttpProblem problem =
                edge.refusal(exchange.request())
                        .orElseGet(
                                () -> ThrownProblem.of(exchange.statusCode(), exchange.failure()));
        edge.refuse(exchange, problem);
    }
}
