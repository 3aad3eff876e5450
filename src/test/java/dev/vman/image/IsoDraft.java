package dev.vman.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The least that counts as an ISO 9660 image. */
public final class IsoDraft {
    static final int DESCRIPTOR = 0x8000;
    private static final int BLOCK = 2048;
    private static final int BLOCKS = 20;
    private final ByteBuffer bytes =
            ByteBuffer.allocate(BLOCKS * BLOCK).order(ByteOrder.LITTLE_ENDIAN);

    public IsoDraft() {
        bytes.put(DESCRIPTOR, (byte) 1);
        bytes.put(DESCRIPTOR + 1, "CD001".getBytes(StandardCharsets.US_ASCII));
        blocks(BLOCKS);
        bytes.putShort(DESCRIPTOR + 128, (short) BLOCK);
    }

    IsoDraft blocks(int blocks) {
        bytes.putInt(DESCRIPTOR + 80, blocks);
        return this;
    }

    IsoDraft put(int at, byte[] value) {
        bytes.put(at, value);
        return this;
    }

    public byte[] bytes() {
        return bytes.array().clone();
    }
}
