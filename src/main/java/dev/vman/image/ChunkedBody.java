package dev.vman.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body in chunks (RFC 9112, 7.1); what follows the last one is left unread. */
final class ChunkedBody extends InputStream {
    private static final int MOST_DIGITS = 8;
    private static final int MOST_EXTENSION = 1024;
    private final InputStream stream;
    private long left;
    private boolean begun;
    private boolean ended;

    ChunkedBody(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!ended && left == 0) {
            next();
        }
        if (ended) {
            return -1;
        }
        int read = stream.read(bytes, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the connection ended within a chunk");
        }
        left -= read;
        return read;
    }

    private void next() throws IOException {
        if (begun) {
            require('\r');
            require('\n');
        }
        begun = true;
        left = size();
        ended = left == 0;
    }

    private long size() throws IOException {
        long size = 0;
        int digits = 0;
        int read = required();
        for (; Character.digit(read, 16) >= 0; read = required()) {
            size = size * 16 + Character.digit(read, 16);
            if (++digits > MOST_DIGITS) {
                throw new IOException("a chunk is too large");
            }
        }
        for (int skipped = 0; read != '\n'; read = required()) {
            if (++skipped > MOST_EXTENSION) {
                throw new IOException("a chunk's head is too long");
            }
        }
        if (digits == 0) {
            throw new IOException("a chunk without a size");
        }
        return size;
    }

    private int required() throws IOException {
        int read = stream.read();
        if (read < 0) {
            throw new EOFException("the connection ended between chunks");
        }
        return read;
    }

    private void require(int wanted) throws IOException {
        if (required() != wanted) {
            throw new IOException("a chunk does not end where it should");
        }
    }
}
