package dev.vman.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** One rule: what must match, and what becomes of the packet. */
record NftRule(List<JsonNode> expressions) {
    private static final String MARK = "vman:";
    private static final int DIGITS = 12;

    NftRule {
        expressions = List.copyOf(expressions);
    }

    static NftRule of(JsonNode... expressions) {
        return new NftRule(List.of(expressions));
    }

    /**
     * Stored beside the rule, so that a listing, where nft words things its own way, tells whether
     * it is this very rule.
     */
    String comment() {
        byte[] text = expressions.toString().getBytes(StandardCharsets.UTF_8);
        return MARK + HexFormat.of().formatHex(sha256(text)).substring(0, DIGITS);
    }

    private static byte[] sha256(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
