package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An image format; the only source of every {@code -f}. */
public enum DiskFormat {
    QCOW2,
    RAW;

    /** The name on the wire, in file names and for QEMU. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
