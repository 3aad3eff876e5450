package dev.vman.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;

/** Every request names this daemon, once, as its host. */
record HostRule(AllowedHosts hosts) implements EdgeRule {
    @Override
    public void check(HttpServerRequest request) {
        List<String> named = request.headers().getAll("Host");
        HostAndPort authority = request.authority();
        boolean admitted =
                named.size() <= 1
                        && named.stream().allMatch(hosts::admitsHost)
                        && authority != null
                        && hosts.admitsHost(bracketed(authority.host()));
        if (!admitted) {
            throw HttpProblem.of(
                    421,
                    "wrong-host",
                    "The request's Host is not a name of this daemon.",
                    "Use the address that the daemon listens on, or add the name to vman.api.allowed-hosts.");
        }
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
