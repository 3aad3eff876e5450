package dev.vman.api;

/** There is nothing at this address. */
final class UnknownPath {
    private UnknownPath() {}

    static HttpProblem problem(String path) {
        String shown = path.length() > 200 ? path.substring(0, 200) + "..." : path;
        return HttpProblem.of(
                404,
                "no-such-path",
                "There is nothing at '" + shown + "'.",
                "See /q/swagger-ui/ for what there is.");
    }
}
