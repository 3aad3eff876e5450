package dev.vman.image;

import dev.vman.inventory.DiskFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** An empty qcow2 of the right size, made without any program: a dry run starts nothing. */
final class DryRunConversion implements ImageConversion {
    private static final int CLUSTER_BITS = 16;
    private static final int CLUSTER = 1 << CLUSTER_BITS;
    private static final long PER_ENTRY = (long) CLUSTER / Long.BYTES * CLUSTER;
    private static final int HEADER_CLUSTERS = 3;

    @Override
    public void toQcow2(
            Path from, DiskFormat format, long virtualBytes, Path to, ImportWatch watch) {
        try {
            Files.write(to, empty(virtualBytes));
        } catch (IOException e) {
            throw ImageFailure.of("convert the image", e);
        }
    }

    /** Header, reference table, reference block, first table. */
    static byte[] empty(long virtualBytes) {
        int entries = (int) ((virtualBytes + PER_ENTRY - 1) / PER_ENTRY);
        int tables = (entries * Long.BYTES + CLUSTER - 1) / CLUSTER;
        ByteBuffer image = ByteBuffer.allocate((HEADER_CLUSTERS + tables) * CLUSTER);
        image.putInt(0, 0x514649fb).putInt(4, 3).putInt(20, CLUSTER_BITS).putLong(24, virtualBytes);
        image.putInt(36, entries).putLong(40, (long) HEADER_CLUSTERS * CLUSTER);
        image.putLong(48, CLUSTER).putInt(56, 1).putInt(96, 4).putInt(100, 104);
        image.putLong(CLUSTER, 2L * CLUSTER);
        for (int at = 0; at < HEADER_CLUSTERS + tables; at++) {
            image.putShort(2 * CLUSTER + at * Short.BYTES, (short) 1);
        }
        return image.array();
    }
}
