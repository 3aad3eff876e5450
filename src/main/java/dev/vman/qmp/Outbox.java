package dev.vman.qmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The commands that are not written yet. A thread of its own writes them, so that neither a peer
 * that does not read nor the interruption of a caller reaches beyond the one call.
 */
final class Outbox {
    private final BlockingQueue<Call> queue = new LinkedBlockingQueue<>();

    void add(Call call) {
        queue.add(call);
    }

    /** Takes a command back; false if it is written already, or being written. */
    boolean remove(Call call) {
        return queue.remove(call);
    }

    /** Writes until the channel fails or the thread is interrupted. */
    void writeTo(WritableByteChannel channel) throws IOException, InterruptedException {
        while (true) {
            write(channel, queue.take().line());
        }
    }

    static void write(WritableByteChannel channel, ByteBuffer line) throws IOException {
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }
}
