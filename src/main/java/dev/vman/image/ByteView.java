package dev.vman.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** The bytes of a file, at any place. */
interface ByteView {
    long size() throws IOException;

    /** So many bytes from there on; fewer where the file ends. */
    byte[] read(long offset, int length) throws IOException;

    static ByteView of(FileChannel channel) {
        return new ByteView() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public byte[] read(long offset, int length) throws IOException {
                ByteBuffer buffer = ByteBuffer.allocate(length);
                int read = 0;
                while (read >= 0 && buffer.hasRemaining()) {
                    read = channel.read(buffer, offset + buffer.position());
                }
                return Arrays.copyOf(buffer.array(), buffer.position());
            }
        };
    }

    static ByteView of(byte[] content) {
        return new ByteView() {
            @Override
            public long size() {
                return content.length;
            }

            @Override
            public byte[] read(long offset, int length) {
                int from = (int) Math.min(offset, content.length);
                int to = (int) Math.min(offset + length, content.length);
                return Arrays.copyOfRange(content, from, to);
            }
        };
    }
}
