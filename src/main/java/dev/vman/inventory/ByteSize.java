package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.vman.Failure;

/** A disk's virtual size in whole bytes: a positive number of 512-byte sectors, 64 TiB at most. */
public record ByteSize(@JsonValue long bytes) {
    public static final int SECTOR = 512;
    public static final long MAXIMUM = 64L << 40;

    @JsonCreator
    public ByteSize {
        if (bytes < SECTOR || bytes > MAXIMUM) {
            throw Failure.Invalid.field(
                    "sizeBytes", "must be from " + SECTOR + " to " + MAXIMUM + " bytes (64 TiB)");
        }
        if (bytes % SECTOR != 0) {
            throw Failure.Invalid.field(
                    "sizeBytes", "must be a multiple of " + SECTOR + " bytes, a disk's sector");
        }
    }
}
