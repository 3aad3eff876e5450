package dev.vman.image;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** Packed files, by how they begin. */
enum Unpacking {
    GZIP("1f8b") {
        @Override
        InputStream open(InputStream packed) throws IOException {
            return new GZIPInputStream(packed, BUFFER);
        }
    },
    XZ("fd377a585a00") {
        @Override
        InputStream open(InputStream packed) throws IOException {
            return new XZInputStream(packed, MOST_MEMORY_KIB);
        }
    },
    ZSTD("28b52ffd") {
        @Override
        InputStream open(InputStream packed) {
            return new ZstdInputStream(packed);
        }
    };

    private static final int BUFFER = 1 << 16;

    /** A dictionary of 64 MiB, the largest that xz's own levels use, and some. */
    private static final int MOST_MEMORY_KIB = 100 << 10;

    private final String mark;

    Unpacking(String hex) {
        mark = hex;
    }

    abstract InputStream open(InputStream packed) throws IOException;

    /** How a file is packed; empty: it is not. */
    static Optional<Unpacking> of(ByteView file) throws IOException {
        for (Unpacking way : values()) {
            byte[] mark = HexFormat.of().parseHex(way.mark);
            if (Arrays.equals(file.read(0, mark.length), mark)) {
                return Optional.of(way);
            }
        }
        return Optional.empty();
    }

    /** Writes what is in it. Throws {@link dev.vman.Failure}: by the pace, or for a broken file. */
    void unpack(InputStream packed, Path to, Pace pace) throws IOException {
        try (InputStream plain = new Guarded(begin(packed))) {
            Transfer.write(plain, to, Optional.empty(), pace);
        }
    }

    private InputStream begin(InputStream packed) {
        try {
            return open(new BufferedInputStream(packed, BUFFER));
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    /** A broken file makes libraries throw what they like. */
    private static final class Guarded extends InputStream {
        private final InputStream plain;

        Guarded(InputStream plain) {
            this.plain = plain;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            try {
                return plain.read(bytes, offset, length);
            } catch (IOException | RuntimeException e) {
                throw broken(e);
            }
        }

        @Override
        public void close() throws IOException {
            plain.close();
        }
    }

    static RuntimeException broken(Exception e) {
        String words = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return ImageFailure.refused(
                "it can't be unpacked (" + words.substring(0, Math.min(words.length(), 200)) + ")");
    }
}
