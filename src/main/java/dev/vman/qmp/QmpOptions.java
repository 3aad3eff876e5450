package dev.vman.qmp;

import java.time.Duration;

/**
 * The limits of a connection.
 *
 * @param handshakeDeadline for connecting, greeting and negotiation together
 * @param maxLineBytes the longest message that is accepted, without its line end
 */
public record QmpOptions(Duration handshakeDeadline, int maxLineBytes) {
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(5);
    private static final int DEFAULT_MAX_LINE_BYTES = 10 * 1024 * 1024;

    public QmpOptions {
        if (!handshakeDeadline.isPositive()) {
            throw new IllegalArgumentException("handshakeDeadline must be positive");
        }
        if (maxLineBytes <= 0) {
            throw new IllegalArgumentException("maxLineBytes must be positive");
        }
    }

    /** Five seconds for the handshake, 10 MiB for a line. */
    public static QmpOptions defaults() {
        return new QmpOptions(DEFAULT_DEADLINE, DEFAULT_MAX_LINE_BYTES);
    }

    public QmpOptions withHandshakeDeadline(Duration deadline) {
        return new QmpOptions(deadline, maxLineBytes);
    }

    public QmpOptions withMaxLineBytes(int bytes) {
        return new QmpOptions(handshakeDeadline, bytes);
    }
}
