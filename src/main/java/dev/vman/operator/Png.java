package dev.vman.operator;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A picture, complete and of a sane size, as far as its frame tells: the signature, and a chain of
 * chunks from the header to the end (RFC 2083). What is in it, only who shows it will know.
 */
final class Png {
    static final int MOST_BYTES = 16 << 20;
    private static final int MOST_PIXELS_A_SIDE = 8192;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int HEADER = 0x49484452;
    private static final int END = 0x49454e44;
    private static final int HEADER_BYTES = 13;
    private static final int NONE = 0;

    private Png() {}

    static boolean isWhole(byte[] bytes) {
        if (!Arrays.equals(bytes, 0, Math.min(bytes.length, SIGNATURE.length), SIGNATURE, 0, 8)) {
            return false;
        }
        ByteBuffer left = ByteBuffer.wrap(bytes).position(SIGNATURE.length);
        return isHeader(chunk(left)) && endsWell(left);
    }

    private record Chunk(int type, ByteBuffer data) {
        static Chunk none() {
            return new Chunk(NONE, ByteBuffer.allocate(0));
        }
    }

    private static boolean endsWell(ByteBuffer left) {
        Chunk chunk = chunk(left);
        while (chunk.type() != NONE && chunk.type() != END) {
            chunk = chunk(left);
        }
        return chunk.type() == END && !left.hasRemaining();
    }

    private static boolean isHeader(Chunk chunk) {
        if (chunk.type() != HEADER || chunk.data().remaining() != HEADER_BYTES) {
            return false;
        }
        int width = chunk.data().getInt();
        int height = chunk.data().getInt();
        return isSane(width) && isSane(height);
    }

    private static boolean isSane(int side) {
        return side > 0 && side <= MOST_PIXELS_A_SIDE;
    }

    /** Length, type, data, and the checksum of the last two. */
    private static Chunk chunk(ByteBuffer left) {
        if (left.remaining() < 12) {
            return Chunk.none();
        }
        int length = left.getInt();
        if (length < 0 || length > left.remaining() - 8) {
            return Chunk.none();
        }
        CRC32 crc = new CRC32();
        crc.update(left.slice(left.position(), length + 4));
        int type = left.getInt();
        ByteBuffer data = left.slice(left.position(), length);
        left.position(left.position() + length);
        return left.getInt() == (int) crc.getValue() ? new Chunk(type, data) : Chunk.none();
    }
}
