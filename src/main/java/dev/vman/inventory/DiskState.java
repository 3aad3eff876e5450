package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a disk is. */
public enum DiskState {
    CREATING,
    AVAILABLE,
    ATTACHED,
    /** Its file is gone. */
    MISSING,
    ERROR;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
