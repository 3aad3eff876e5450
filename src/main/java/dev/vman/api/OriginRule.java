package dev.vman.api;

import io.vertx.core.http.HttpServerRequest;

/** A browser's request comes from a page of this daemon; WebSocket upgrades included. */
record OriginRule(AllowedHosts hosts) implements EdgeRule {
    @Override
    public void check(HttpServerRequest request) {
        if (!request.headers().getAll("Origin").stream().allMatch(hosts::admitsOrigin)) {
            throw HttpProblem.of(
                    403,
                    "foreign-origin",
                    "The request comes from a page of another site.",
                    "Open the daemon's own page, or add its host to vman.api.allowed-hosts.");
        }
    }
}
