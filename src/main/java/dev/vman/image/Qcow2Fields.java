package dev.vman.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The fields of a qcow2 header, as they are; nothing is believed yet.
 *
 * @param size what a guest sees; unsigned
 * @see <a href="https://www.qemu.org/docs/master/interop/qcow2.html">qcow2</a>
 */
record Qcow2Fields(
        int version,
        long backingOffset,
        int backingLength,
        int clusterBits,
        long size,
        int encryption,
        long l1Size,
        long l1Offset,
        long refcountOffset,
        long refcountClusters,
        long snapshots,
        long snapshotsOffset,
        long incompatible,
        long compatible,
        long autoclear,
        long refcountOrder,
        long headerLength,
        int compression) {
    static final int OLD_BYTES = 72;
    static final int BYTES = 104;
    private static final int VERSION_3 = 3;

    /** Empty where the file is too short. */
    static Optional<Qcow2Fields> read(ByteView file) throws IOException {
        byte[] bytes = file.read(0, BYTES + Long.BYTES);
        if (bytes.length < OLD_BYTES) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        boolean later = header.getInt(4) >= VERSION_3;
        return later && bytes.length < BYTES
                ? Optional.empty()
                : Optional.of(of(header, later, bytes.length));
    }

    private static Qcow2Fields of(ByteBuffer header, boolean later, int length) {
        long headerLength = later ? unsigned(header, 100) : OLD_BYTES;
        return new Qcow2Fields(
                header.getInt(4),
                header.getLong(8),
                header.getInt(16),
                header.getInt(20),
                header.getLong(24),
                header.getInt(32),
                unsigned(header, 36),
                header.getLong(40),
                header.getLong(48),
                unsigned(header, 56),
                unsigned(header, 60),
                header.getLong(64),
                later ? header.getLong(72) : 0,
                later ? header.getLong(80) : 0,
                later ? header.getLong(88) : 0,
                later ? unsigned(header, 96) : 4,
                headerLength,
                headerLength > BYTES && length > BYTES ? header.get(BYTES) : 0);
    }

    private static long unsigned(ByteBuffer header, int at) {
        return Integer.toUnsignedLong(header.getInt(at));
    }

    int clusterSize() {
        return 1 << clusterBits;
    }

    boolean has(long feature) {
        return (incompatible & feature) != 0;
    }
}
