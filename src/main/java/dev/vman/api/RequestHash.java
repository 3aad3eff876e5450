package dev.vman.api;

import dev.vman.journal.IdempotencyKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Tells a repeated request from another one that has the same idempotency key by mistake. */
final class RequestHash {
    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7e]{1,255}");

    private RequestHash() {}

    static IdempotencyKey key(String key, URI target, Record body) {
        if (!KEY.matcher(key).matches()) {
            throw HttpProblem.of(
                    400,
                    "malformed-idempotency-key",
                    "Idempotency-Key must be 1 to 255 printable ASCII characters.",
                    "Use a UUID.");
        }
        return new IdempotencyKey(key, hash(target, body));
    }

    private static String hash(URI target, Record body) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String address = "POST " + target.getRawPath() + "?" + target.getRawQuery() + "\n";
            sha.update(address.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest(StrictJson.write(body)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
