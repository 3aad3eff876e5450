package dev.vman.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** What the guest sends, up to a limit that each answer sets anew. For one thread at a time. */
final class AgentInput extends InputStream {
    private static final int CHUNK_BYTES = 64 * 1024;
    private final ReadableByteChannel channel;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).flip();
    private long left;

    AgentInput(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** So many bytes may come from now on. */
    void allow(long bytes) {
        left = bytes;
    }

    @Override
    public int read() throws IOException {
        return fill() ? Byte.toUnsignedInt(chunk.get()) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, chunk.remaining());
        chunk.get(target, offset, count);
        return count;
    }

    private boolean fill() throws IOException {
        if (chunk.hasRemaining()) {
            return true;
        }
        chunk.clear();
        int count = channel.read(chunk);
        chunk.flip();
        left -= Math.max(0, count);
        if (left < 0) {
            throw new AgentViolation("an answer of the guest is longer than it may be");
        }
        return count >= 0;
    }
}
