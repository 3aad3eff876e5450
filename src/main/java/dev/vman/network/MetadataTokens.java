package dev.vman.network;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens of the second version of EC2's service: each is good for one guest and a time, and is told
 * by its signature, so that guests can't fill any memory by asking for many. A restart of the
 * daemon ends them all; guests ask for new ones.
 */
final class MetadataTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;

    private final SecretKeySpec secret;
    private final InstantSource clock;

    MetadataTokens(InstantSource clock) {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        this.secret = new SecretKeySpec(random, ALGORITHM);
        this.clock = clock;
    }

    String issue(GuestMetadata guest, Duration life) {
        long end = clock.instant().plus(life).getEpochSecond();
        byte[] signature = sign(guest, end);
        byte[] token =
                ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(end)
                        .put(signature)
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    boolean accepts(String token, GuestMetadata guest) {
        byte[] bytes = decode(token);
        if (bytes.length <= Long.BYTES) {
            return false;
        }
        long end = ByteBuffer.wrap(bytes).getLong();
        byte[] signature = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
        return MessageDigest.isEqual(signature, sign(guest, end))
                && clock.instant().getEpochSecond() < end;
    }

    private static byte[] decode(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    /** Of the VM and its address: neither another VM nor the next one with the address has it. */
    private byte[] sign(GuestMetadata guest, long end) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(
                    ByteBuffer.allocate(4 * Long.BYTES)
                            .putLong(guest.instance().getMostSignificantBits())
                            .putLong(guest.instance().getLeastSignificantBits())
                            .putLong(guest.ip().bits())
                            .putLong(end)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
