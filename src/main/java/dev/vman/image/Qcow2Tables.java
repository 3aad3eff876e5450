package dev.vman.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The tables of a qcow2 file: everything that they point to must be in the file. One that was cut
 * off in a download would else be converted, with zeros in place of what is missing.
 */
final class Qcow2Tables {
    private static final long OFFSET = 0x00ff_ffff_ffff_fe00L;
    private static final long COMPRESSED = 1L << 62;
    private static final int COMPRESSED_BITS = 70;

    /** Of tables; the usual clusters have that for 2 TiB. */
    private static final long MOST_BYTES = 256L << 20;

    private final ByteView file;
    private final Qcow2Fields header;
    private final long fileSize;

    private Qcow2Tables(ByteView file, Qcow2Fields header, long fileSize) {
        this.file = file;
        this.header = header;
        this.fileSize = fileSize;
    }

    /** What is wrong with them, or nothing; the header itself is sound. */
    static Optional<String> flaw(ByteView file, Qcow2Fields header) throws IOException {
        return new Qcow2Tables(file, header, file.size()).flaw();
    }

    private Optional<String> flaw() throws IOException {
        byte[] first = file.read(header.l1Offset(), (int) (header.l1Size() * Long.BYTES));
        ByteBuffer entries = ByteBuffer.wrap(first);
        long read = 0;
        while (entries.remaining() >= Long.BYTES) {
            long table = entries.getLong() & OFFSET;
            if (table == 0) {
                continue;
            }
            read += header.clusterSize();
            if (read > MOST_BYTES) {
                return Optional.of("its qcow2 tables are too large: its clusters are too small");
            }
            if (isOutside(table) || hasEntryOutside(table)) {
                return Optional.of("its qcow2 tables point outside of the file: it is cut off");
            }
        }
        return Optional.empty();
    }

    private boolean hasEntryOutside(long table) throws IOException {
        ByteBuffer entries = ByteBuffer.wrap(file.read(table, header.clusterSize()));
        if (entries.limit() < header.clusterSize()) {
            return true;
        }
        int step = header.has(Qcow2Rules.EXTENDED_L2) ? 2 * Long.BYTES : Long.BYTES;
        for (int at = 0; at < entries.limit(); at += step) {
            if (isEntryOutside(entries.getLong(at))) {
                return true;
            }
        }
        return false;
    }

    private boolean isEntryOutside(long entry) {
        if ((entry & COMPRESSED) != 0) {
            long offset = entry & ((1L << (COMPRESSED_BITS - header.clusterBits())) - 1);
            return offset >= fileSize;
        }
        long offset = entry & OFFSET;
        return offset != 0 && isOutside(offset);
    }

    private boolean isOutside(long offset) {
        return offset >= fileSize || offset % header.clusterSize() != 0;
    }
}
