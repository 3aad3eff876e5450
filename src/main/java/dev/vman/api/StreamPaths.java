package dev.vman.api;

import java.util.regex.Pattern;

/** Where a body may be of any size, because it is read as a stream under limits of its own. */
final class StreamPaths {
    private static final Pattern STREAMS =
            Pattern.compile(
                    Pattern.quote(ApiApplication.PATH) + "/(images/[^/]+/content|vms/[^/]+/files)");

    private StreamPaths() {}

    static boolean takesStream(String method, String path) {
        return method.equals("PUT") && STREAMS.matcher(path).matches();
    }
}
