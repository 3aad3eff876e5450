package dev.vman.api;

import io.netty.handler.codec.http.HttpResponseStatus;

/** The standard words for a status. */
final class StatusTitle {
    private StatusTitle() {}

    static String of(int status) {
        return switch (status) {
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 422 -> "Unprocessable Content";
            default -> HttpResponseStatus.valueOf(status).reasonPhrase();
        };
    }

    /** A stable code for an error that the HTTP layer itself raised. */
    static String code(int status) {
        return switch (status) {
            case 404 -> "no-such-path";
            case 413 -> "body-too-large";
            case 415 -> "unsupported-media-type";
            case 431 -> "headers-too-large";
            default -> of(status).toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]+", "-");
        };
    }
}
