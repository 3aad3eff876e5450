package dev.vman.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** SHA-256, in lower-case hexadecimal. */
final class Checksum {
    private static final int PART = 1 << 20;

    private Checksum() {}

    static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String of(FileChannel file) throws IOException {
        return of(file, ImportWatch.NOBODY);
    }

    /** Throws {@link dev.vman.Failure} when it is given up. */
    static String of(FileChannel file, ImportWatch watch) throws IOException {
        MessageDigest digest = begin();
        ByteBuffer part = ByteBuffer.allocate(PART);
        long size = file.size();
        long at = 0;
        for (int read = file.read(part, at); read > 0; read = file.read(part, at)) {
            if (watch.cancelled()) {
                throw ImageFailure.cancelled();
            }
            watch.at(at, size);
            digest.update(part.flip());
            part.clear();
            at += read;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Throws {@link dev.vman.Failure.Invalid} unless they are the same. */
    static void require(String wanted, String found) {
        if (!wanted.toLowerCase(Locale.ROOT).equals(found)) {
            throw ImageFailure.wrongChecksum(wanted, found);
        }
    }
}
