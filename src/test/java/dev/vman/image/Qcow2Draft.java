package dev.vman.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An empty and sound qcow2 of 1 MiB, whose bytes can be changed. */
final class Qcow2Draft {
    static final int CLUSTER = 1 << 16;
    static final int L1 = 3 * CLUSTER;
    private final byte[] bytes;
    private final ByteBuffer buffer;

    Qcow2Draft() {
        this(DryRunConversion.empty(1 << 20));
    }

    private Qcow2Draft(byte[] bytes) {
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes);
    }

    Qcow2Draft putInt(int at, int value) {
        buffer.putInt(at, value);
        return this;
    }

    Qcow2Draft putLong(int at, long value) {
        buffer.putLong(at, value);
        return this;
    }

    Qcow2Draft put(int at, byte[] value) {
        buffer.put(at, value);
        return this;
    }

    Qcow2Draft text(int at, String text) {
        return put(at, text.getBytes(StandardCharsets.UTF_8));
    }

    Qcow2Draft backing(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return putLong(8, 512).putInt(16, text.length).put(512, text);
    }

    /** At the end of the header; the end mark behind it is there already. */
    Qcow2Draft extension(int type, String content) {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        return putInt(104, type).putInt(108, text.length).put(112, text);
    }

    /** With so many more zeros. */
    Qcow2Draft longer(int by) {
        return new Qcow2Draft(Arrays.copyOf(bytes, bytes.length + by));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    byte[] cut(int length) {
        return Arrays.copyOf(bytes, length);
    }
}
