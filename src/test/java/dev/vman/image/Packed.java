package dev.vman.image;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Packs bytes as the programs of that name do. */
public final class Packed {
    private Packed() {}

    private interface Packer {
        OutputStream over(OutputStream out) throws IOException;
    }

    public static byte[] gzip(byte[] plain) {
        return pack(plain, 1, GZIPOutputStream::new);
    }

    public static byte[] xz(byte[] plain) {
        return pack(plain, 1, out -> new XZOutputStream(out, new LZMA2Options(1)));
    }

    public static byte[] zstd(byte[] plain) {
        return pack(plain, 1, ZstdOutputStream::new);
    }

    /** So many times these bytes, packed. */
    static byte[] gzip(byte[] plain, int times) {
        return pack(plain, times, GZIPOutputStream::new);
    }

    static byte[] xz(byte[] plain, int times) {
        return pack(plain, times, out -> new XZOutputStream(out, new LZMA2Options(1)));
    }

    static byte[] zstd(byte[] plain, int times) {
        return pack(plain, times, ZstdOutputStream::new);
    }

    private static byte[] pack(byte[] plain, int times, Packer packer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packer.over(bytes)) {
            for (int time = 0; time < times; time++) {
                out.write(plain);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
