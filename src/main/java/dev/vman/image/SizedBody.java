package dev.vman.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** So many bytes of a stream, or a failure. */
final class SizedBody extends InputStream {
    private final InputStream stream;
    private long left;

    SizedBody(InputStream stream, long length) {
        this.stream = stream;
        this.left = length;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 || length == 0) {
            return left == 0 ? -1 : 0;
        }
        int read = stream.read(bytes, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the connection ended " + left + " bytes too early");
        }
        left -= read;
        return read;
    }
}
