package dev.vman.agent;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Length and SHA-256 of what went by. */
final class Digest {
    private final MessageDigest hash;
    private long bytes;

    Digest() {
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void add(ByteBuffer content) {
        bytes += content.remaining();
        hash.update(content);
    }

    /** To be called once, at the end. */
    WrittenFile result() {
        return new WrittenFile(bytes, HexFormat.of().formatHex(hash.digest()));
    }
}
