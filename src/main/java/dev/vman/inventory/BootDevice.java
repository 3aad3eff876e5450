package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a machine may boot from. */
public enum BootDevice {
    /** Its root disk. */
    DISK,
    /** What lies in its CD-ROM drive. */
    CDROM;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
