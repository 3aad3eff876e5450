package dev.vman.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** A file that a guest has. Nothing is taken for it until it is read. */
public final class GuestFile {
    private final long size;
    private final Port port;
    private final Supplier<Transfer> transfers;

    GuestFile(long size, Port port, Supplier<Transfer> transfers) {
        this.size = size;
        this.port = port;
        this.transfers = transfers;
    }

    /** What it had when it was looked at. */
    public long sizeBytes() {
        return size;
    }

    /**
     * Copies exactly as many bytes as it had when it was looked at; what was appended since is
     * left.
     *
     * @throws AgentBusy other files are being moved, before the first byte
     * @throws TransferFailed it became shorter, or the guest went
     * @throws IOException from the target
     */
    public void copyTo(OutputStream target) throws IOException {
        port.take();
        try (Transfer transfer = transfers.get()) {
            ByteBuffer chunk = ByteBuffer.allocate(GuestFiles.CHUNK_BYTES);
            long left = size;
            while (left > 0) {
                transfer.read(chunk.clear().limit((int) Math.min(left, chunk.capacity())));
                left -= chunk.flip().remaining();
                target.write(chunk.array(), 0, chunk.remaining());
            }
        } finally {
            port.release();
        }
    }
}
