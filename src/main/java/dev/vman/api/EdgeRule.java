package dev.vman.api;

import io.vertx.core.http.HttpServerRequest;

/** A condition that every request has to meet, before its body is read. */
interface EdgeRule {
    /** Throws {@link HttpProblem} to refuse. Runs on an event loop: never blocks. */
    void check(HttpServerRequest request);
}
