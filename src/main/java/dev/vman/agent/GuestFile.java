package dev.vman.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file of a guest that is being read. */
public final class GuestFile implements AutoCloseable {
    private final long size;
    private final Transfer transfer;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    GuestFile(long size, Transfer transfer, Runnable whenClosed) {
        this.size = size;
        this.transfer = transfer;
        this.whenClosed = whenClosed;
    }

    /** What it had when it was opened. */
    public long sizeBytes() {
        return size;
    }

    /**
     * Copies exactly as many bytes as it had when it was opened; what was appended since is left.
     *
     * @throws TransferFailed it became shorter, or the guest went
     * @throws IOException from the target
     */
    public void copyTo(OutputStream target) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(GuestFiles.CHUNK_BYTES);
        long left = size;
        while (left > 0) {
            transfer.read(chunk.clear().limit((int) Math.min(left, chunk.capacity())));
            left -= chunk.flip().remaining();
            target.write(chunk.array(), 0, chunk.remaining());
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                transfer.close();
            } finally {
                whenClosed.run();
            }
        }
    }
}
