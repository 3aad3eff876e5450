package dev.vman.network;

import java.util.Optional;

/**
 * What a guest asks.
 *
 * @param path without its query
 * @param ttlSeconds for how long a new token is to be good, as it was sent
 * @param token the token that came with it
 * @param forwarded whether a proxy passed it on for somebody else
 */
record MetadataQuestion(
        String method,
        String path,
        Optional<String> ttlSeconds,
        Optional<String> token,
        boolean forwarded) {
    static final String TTL_HEADER = "X-aws-ec2-metadata-token-ttl-seconds";
    static final String TOKEN_HEADER = "X-aws-ec2-metadata-token";
    static final String FORWARDED_HEADER = "X-Forwarded-For";
    private static final String TOKEN_PATH = "/latest/api/token";

    boolean wantsToken() {
        return path.equals(TOKEN_PATH);
    }

    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
