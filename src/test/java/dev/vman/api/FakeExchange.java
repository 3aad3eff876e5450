package dev.vman.api;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** An exchange whose end comes when a test says so; it can do nothing else. */
final class FakeExchange {
    private final List<Handler<AsyncResult<Void>>> handlers = new ArrayList<>();
    private boolean closed;

    /** To be given to whoever handles it. */
    RoutingContext context() {
        return fake(
                RoutingContext.class,
                (method, arguments) ->
                        switch (method) {
                            case "addEndHandler" -> added(arguments[0]);
                            case "response" -> fake(HttpServerResponse.class, this::response);
                            default -> throw new AssertionError(method);
                        });
    }

    @SuppressWarnings("unchecked") // The only kind of handler that has an end to hear of.
    private int added(Object handler) {
        handlers.add((Handler<AsyncResult<Void>>) handler);
        return handlers.size();
    }

    private Object response(String method, Object[] arguments) {
        assertThatItIs("closed", method);
        return closed;
    }

    private static void assertThatItIs(String known, String method) {
        if (!known.equals(method)) {
            throw new AssertionError(method);
        }
    }

    /** The client has gone; nobody has been told yet. */
    void close() {
        closed = true;
    }

    /** Tells all who wanted to hear of the end. */
    void end() {
        close();
        handlers.forEach(handler -> handler.handle(Future.succeededFuture()));
    }

    private interface Answering {
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answering answers) {
        Object made =
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> answers.to(method.getName(), arguments));
        return type.cast(made);
    }
}
