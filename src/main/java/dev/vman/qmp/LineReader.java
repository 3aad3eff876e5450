package dev.vman.qmp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/** Cuts a stream into lines, and holds at most one line in memory. For one thread at a time. */
final class LineReader {
    private static final int CHUNK_BYTES = 16 * 1024;

    private final ReadableByteChannel channel;
    private final int maxLineBytes;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).flip();
    private ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineReader(ReadableByteChannel channel, int maxLineBytes) {
        this.channel = channel;
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * Waits for the next line that is not blank.
     *
     * @return the line without its end; bytes that are not UTF-8 are replaced
     * @throws EOFException at the end of the stream; half a line before it is lost
     * @throws QmpProtocolViolation if the line is longer than the limit
     */
    String readLine() throws IOException {
        while (true) {
            while (!takeUpToLineEnd()) {
                fill();
            }
            String text = line.toString(StandardCharsets.UTF_8);
            // A new buffer, so that one long line does not stay in memory for ever.
            line = new ByteArrayOutputStream();
            if (!text.isBlank()) {
                return text;
            }
        }
    }

    private boolean takeUpToLineEnd() {
        int start = chunk.position();
        int end = start;
        while (end < chunk.limit() && chunk.get(end) != '\n') {
            end++;
        }
        if (line.size() + (end - start) > maxLineBytes) {
            throw new QmpProtocolViolation("a line is longer than " + maxLineBytes + " bytes");
        }
        line.write(chunk.array(), start, end - start);
        boolean complete = end < chunk.limit();
        chunk.position(complete ? end + 1 : end);
        return complete;
    }

    private void fill() throws IOException {
        chunk.clear();
        int count = channel.read(chunk);
        chunk.flip();
        if (count < 0) {
            throw new EOFException("the peer closed the connection");
        }
    }
}
