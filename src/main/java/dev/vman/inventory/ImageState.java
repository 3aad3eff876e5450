package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far an image is. */
public enum ImageState {
    IMPORTING,
    READY,
    /** Its import did not come to a good end; the reason is kept, nothing else is. */
    FAILED;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
