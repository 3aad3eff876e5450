package dev.vman.api;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Requests that no resource takes: the start page, OPTIONS, unknown paths, and failures of the
 * framework.
 */
@Singleton
class UnroutedRequests {
    private final Edge edge;
    private final ResourceMethods methods;

    UnroutedRequests(Edge edge, ResourceMethods methods) {
        this.edge = edge;
        this.methods = methods;
    }

    void install(@Observes Router router) {
        router.get("/").handler(exchange -> exchange.redirect("/q/swagger-ui/"));
        router.options(ApiApplication.PATH + "/*").handler(this::options);
        router.route().order(Integer.MIN_VALUE).failureHandler(this::fail);
        // A request whose Host is malformed or missing fails before any filter sees it.
        router.errorHandler(400, this::fail);
        router.route().order(Integer.MAX_VALUE).handler(this::notFound);
    }

    private void options(RoutingContext exchange) {
        Set<String> taken = methods.of(exchange.request().path());
        if (taken.isEmpty()) {
            notFound(exchange);
            return;
        }
        // That a client left before the answer changes nothing.
        var _ =
                exchange.response()
                        .setStatusCode(204)
                        .putHeader("Allow", String.join(", ", taken))
                        .end();
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
