package dev.vman.network;

import java.util.Optional;

/**
 * What a guest is told.
 *
 * @param ttlSeconds for how long the token in the body is good
 */
record MetadataReply(int status, String body, Optional<Integer> ttlSeconds) {
    static MetadataReply of(String body) {
        return new MetadataReply(200, body, Optional.empty());
    }

    static MetadataReply error(int status, String words) {
        return new MetadataReply(status, words + "\n", Optional.empty());
    }
}
