package dev.vman.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request for a WebSocket to a VM, as the edge can tell without asking anybody.
 *
 * @param ticket what it brings instead of the token, if so
 */
record UpgradeRequest(SocketKind kind, @Nullable String ticket) {
    static Optional<UpgradeRequest> of(HttpServerRequest request) {
        return isUpgrade(request) ? kind(request).map(kind -> of(kind, request)) : Optional.empty();
    }

    static boolean isUpgrade(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private static UpgradeRequest of(SocketKind kind, HttpServerRequest request) {
        return new UpgradeRequest(kind, request.getParam("ticket"));
    }

    private static Optional<SocketKind> kind(HttpServerRequest request) {
        String path = request.uri().split("\\?", 2)[0];
        return Arrays.stream(SocketKind.values())
                .filter(kind -> pattern(kind).matcher(path).matches())
                .findFirst();
    }

    private static Pattern pattern(SocketKind kind) {
        return Pattern.compile(ApiApplication.PATH + "/vms/[A-Za-z0-9-]+/" + kind.path());
    }
}
