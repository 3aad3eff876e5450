package dev.vman.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Reads a stream to its end on a virtual thread of its own, keeps the beginning and drops the rest.
 */
final class CappedStream {

    private final InputStream stream;
    private final int cap;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread reader;
    private boolean truncated;

    private CappedStream(InputStream stream, int cap) {
        this.stream = stream;
        this.cap = cap;
        this.reader = Thread.ofVirtual().name("command-output").unstarted(this::drain);
    }

    static CappedStream drain(InputStream stream, int cap) {
        CappedStream drained = new CappedStream(stream, cap);
        drained.reader.start();
        return drained;
    }

    private void drain() {
        byte[] buffer = new byte[8192];
        try (stream) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                keep(buffer, read);
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private synchronized void keep(byte[] buffer, int length) {
        int room = Math.min(length, cap - kept.size());
        kept.write(buffer, 0, room);
        truncated |= room < length;
    }

    private synchronized void cut() {
        truncated = true;
    }

    /** True when the end was reached in time. */
    boolean ended(Duration patience) throws InterruptedException {
        return reader.join(patience);
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    synchronized boolean truncated() {
        return truncated;
    }
}
