package dev.vman.api;

import java.util.List;
import java.util.regex.Pattern;

/** What needs no token: reading health, the API's document, and static files. */
final class OpenPaths {
    /** Nothing that a router could read in two ways: no escapes, dot-segments, empty segments. */
    private static final Pattern PLAIN =
            Pattern.compile("/|(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~@+-]+)+/?");

    private static final List<String> OPEN_PAGES =
            List.of("/q/health", "/q/openapi", "/q/swagger-ui");
    private static final List<String> CLOSED = List.of("/api", "/q");

    private OpenPaths() {}

    static boolean isOpen(String method, String path) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (!reads || !PLAIN.matcher(path).matches()) {
            return false;
        }
        return isUnder(OPEN_PAGES, path) || !isUnder(CLOSED, path);
    }

    private static boolean isUnder(List<String> roots, String path) {
        return roots.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }
}
