package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a forwarded port is of. */
public enum Protocol {
    TCP,
    UDP;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
