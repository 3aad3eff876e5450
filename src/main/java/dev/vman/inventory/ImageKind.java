package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an image is for. */
public enum ImageKind {
    /** The beginning of disks. */
    DISK,
    /** To be read as a CD-ROM. */
    ISO;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
