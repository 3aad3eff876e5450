package dev.vman.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The primary volume descriptor of ISO 9660 (ECMA-119, 8.4). */
final class IsoHeader {
    private static final long AT = 0x8000;
    private static final int BYTES = 2048;
    private static final int PRIMARY = 1;
    private static final int BLOCKS_AT = 80;
    private static final int BLOCK_SIZE_AT = 128;

    private IsoHeader() {}

    /** What is wrong with it, or nothing. */
    static Optional<String> flaw(ByteView file) throws IOException {
        byte[] bytes = file.read(AT, BYTES);
        if (bytes.length < BYTES) {
            return Optional.of("its volume descriptor is cut off");
        }
        ByteBuffer descriptor = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (descriptor.get(0) != PRIMARY) {
            return Optional.of("its first volume descriptor is not the primary one");
        }
        long blocks = Integer.toUnsignedLong(descriptor.getInt(BLOCKS_AT));
        int blockSize = Short.toUnsignedInt(descriptor.getShort(BLOCK_SIZE_AT));
        if (blockSize < 512 || blockSize > BYTES || Integer.bitCount(blockSize) != 1) {
            return Optional.of("its blocks of " + blockSize + " bytes are not allowed");
        }
        return blocks * blockSize > file.size()
                ? Optional.of("it is cut off: it should have " + blocks * blockSize + " bytes")
                : Optional.empty();
    }
}
