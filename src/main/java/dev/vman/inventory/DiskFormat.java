package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An image format; the only source of every {@code -f}. */
public enum DiskFormat {
    QCOW2,
    RAW;

    /** About how much an empty image of this size takes, in bytes: its tables. */
    public long roomWhenEmpty(ByteSize size) {
        return switch (this) {
            // One entry of 8 bytes in the first table for 512 MiB, and some clusters.
            case QCOW2 -> (1L << 20) + (size.bytes() >> 26);
            case RAW -> 1L << 16;
        };
    }

    /** The name on the wire, in file names and for QEMU. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
