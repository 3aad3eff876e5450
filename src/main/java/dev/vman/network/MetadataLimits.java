package dev.vman.network;

import java.time.Duration;

/**
 * What guests can take of the metadata service, however hostile they are.
 *
 * @param perGuest open connections from one address
 * @param inAll open connections
 * @param deadline from the connection to the last byte of the answer
 * @param perSecond connections that one address may open for ever; each carries one question
 * @param burst those that it may open at once after a rest
 */
record MetadataLimits(int perGuest, int inAll, Duration deadline, int perSecond, int burst) {
    static final MetadataLimits STANDARD =
            new MetadataLimits(8, 256, Duration.ofSeconds(10), 50, 200);

    /** Of the request's first line, and of all its headers. */
    static final int LINE_BYTES = 1024;

    static final int HEADER_BYTES = 4096;

    /** No question has a body. */
    static final int BODY_BYTES = 256;
}
