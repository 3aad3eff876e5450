package dev.vman.api;

import io.vertx.core.MultiMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an upgrade's address asks for.
 *
 * @param write whether the console's line is to be taken at once
 */
record SocketQuery(@Nullable String ticket, boolean write) {
    static SocketQuery of(MultiMap parameters, SocketKind kind) {
        Set<String> known =
                kind == SocketKind.CONSOLE ? Set.of("ticket", "write") : Set.of("ticket");
        for (String name : parameters.names()) {
            if (!known.contains(name)) {
                throw QueryValue.refusal(KnownParameters.shown(name), "is not known here");
            }
            if (parameters.getAll(name).size() > 1) {
                throw QueryValue.refusal(name, "is given more than once");
            }
        }
        return new SocketQuery(
                parameters.get("ticket"), QueryValue.flag("write", parameters.get("write")));
    }
}
