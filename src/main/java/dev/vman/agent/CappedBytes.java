package dev.vman.agent;

import java.io.ByteArrayOutputStream;

/** Keeps the first bytes, and drops what is more. */
final class CappedBytes extends ByteArrayOutputStream {
    private final int most;

    CappedBytes(int most) {
        this.most = most;
    }

    @Override
    public synchronized void write(int b) {
        if (count < most) {
            super.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        super.write(bytes, offset, Math.min(length, most - count));
    }
}
